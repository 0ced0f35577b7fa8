package io.cardflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.servers.Database;
import io.cardflow.servers.Servers;
import io.cardflow.servers.TcpProxy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A silent connection is closed, whatever it is used for. */
class PoolLimitsTest {

  private static final Duration SILENCE = Duration.ofSeconds(2);

  private final Vertx vertx = Vertx.vertx();
  private TcpProxy proxy;
  private Pool pool;

  @BeforeEach
  void connect() {
    Database database = Servers.shared().newDatabase();
    proxy = new TcpProxy(database.host(), database.port());
    pool =
        PoolLimits.pool(
            vertx,
            new PoolOptions().setMaxSize(1),
            List.of(
                new PgConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(proxy.port())
                    .setDatabase(database.name())
                    .setUser(database.username())
                    .setPassword(database.password())
                    .setCachePreparedStatements(true)),
            SILENCE);
  }

  @AfterEach
  void close() {
    proxy.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void statementsOnASilentConnectionFailAndThePoolOpensAnother() throws Exception {
    SqlConnection connection = await(pool.getConnection());
    assertEquals("1", ask(connection, "SELECT 1"));
    proxy.freeze();

    assertThrows(ExecutionException.class, () -> ask(connection, "SELECT 1"));

    awaitAnswer();
  }

  @Test
  void aConnectionToAServerThatIsSilentFromTheStartIsRemoved() throws Exception {
    proxy.mode(TcpProxy.Mode.FREEZE);
    assertThrows(ExecutionException.class, () -> ask("SELECT 1"));

    proxy.mode(TcpProxy.Mode.PASS);

    awaitAnswer();
  }

  @Test
  void aSilentIdleConnectionIsSoonReplaced() throws Exception {
    assertEquals("1", ask("SELECT 1"));
    proxy.freeze();

    assertThrows(ExecutionException.class, () -> ask("SELECT 1"));

    awaitAnswer();
  }

  @Test
  void postgresqlHasItsOwnLimits() throws Exception {
    assertEquals("20s", ask("SHOW statement_timeout"));
    assertEquals("10s", ask("SHOW lock_timeout"));
    assertEquals("10s", ask("SHOW idle_in_transaction_session_timeout"));
    assertEquals("1min", ask("SHOW idle_session_timeout"));
  }

  @Test
  void anIdleConnectionHasTimeForTheLongestStatement() {
    Duration longest = Duration.ofSeconds(20);
    Duration pace = Duration.ofMillis(new PoolOptions().getPoolCleanerPeriod());
    assertTrue(
        PoolLimits.REST.plus(pace).plus(longest).compareTo(PoolLimits.SILENCE) < 0,
        "the longest statement ends before its connection counts as silent");
  }

  /** The pool may return a closed connection once more before it is notified of its end. */
  private void awaitAnswer() {
    Awaitility.await("an answer")
        .atMost(Duration.ofSeconds(5))
        .ignoreExceptions()
        .until(() -> ask("SELECT 1").equals("1"));
  }

  private String ask(String sql) throws Exception {
    return text(pool.query(sql).execute());
  }

  private static String ask(SqlConnection connection, String sql) throws Exception {
    return text(connection.query(sql).execute());
  }

  private static String text(Future<? extends Iterable<Row>> rows) throws Exception {
    return await(rows).iterator().next().getValue(0).toString();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
