package io.cardflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cardflow.ops.DeadlineExceeded;
import io.cardflow.servers.Database;
import io.cardflow.servers.Servers;
import io.cardflow.servers.TcpProxy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection on which PostgreSQL is silent is removed from the pool. */
class ConnectionsTest {

  private static final int ONE = 1;

  private final Vertx vertx = Vertx.vertx();
  private final Database database = Servers.shared().newDatabase();
  private TcpProxy proxy;
  private Pool pool;

  @BeforeEach
  void connect() {
    proxy = new TcpProxy(database.host(), database.port());
    pool =
        new Database(
                "127.0.0.1",
                proxy.port(),
                database.name(),
                database.username(),
                database.password())
            .pool(vertx, ONE);
    answer();
  }

  @AfterEach
  void close() {
    proxy.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aDestroyedConnectionFailsItsStatementsAndIsReplaced() {
    SqlConnection connection = await(Connections.take(pool));
    proxy.freeze();
    Future<?> sent = connection.query("SELECT 1").execute();

    Connections.destroy(connection);

    assertThrows(RuntimeException.class, () -> await(sent));
    answer();
  }

  @Test
  void aConnectionThatCannotWriteIsDestroyedToo() {
    SqlConnection connection = await(Connections.take(pool));
    proxy.freeze();
    // Far more than the buffers along the way can hold.
    Future<?> sent = connection.query("SELECT '" + "x".repeat(32 * 1024 * 1024) + "'").execute();

    Connections.destroy(connection);

    assertThrows(RuntimeException.class, () -> await(sent));
    answer();
  }

  @Test
  void aBatchIsRolledBackIfTheRollbackIsNotAnswered() {
    BatchTransaction transaction = await(new BatchStore(pool, (Duration) null).begin());
    proxy.freeze();

    await(transaction.rollback());

    answer();
  }

  @Test
  void aRollbackAfterTheCommitDoesNotTouchTheNextTransaction() {
    try (Vault vault = new Vault(ONE)) {
      Draft draft = new Draft().advance(vault.own(Vault.COMMANDS));
      BatchTransaction transaction = await(vault.store().begin());
      await(transaction.commit(draft.changes()));
      SqlConnection next = await(Connections.take(vault.pool()));
      await(next.query("BEGIN; CREATE TEMP TABLE mine ()").execute());

      await(transaction.rollback());

      await(next.query("SELECT FROM mine").execute());
      await(next.close());
    }
  }

  @Test
  void aCheckFindsASilentConnection() {
    proxy.freeze();

    assertThrows(DeadlineExceeded.class, () -> await(Connections.check(pool)));

    await(Connections.check(pool));
  }

  @Test
  void aConnectionThatArrivesTooLateIsReturned() {
    SqlConnection only = await(Connections.take(pool));
    assertThrows(DeadlineExceeded.class, () -> await(Connections.take(pool)));

    await(only.close());

    answer();
  }

  @Test
  void afterAFailureTheConnectionIsUsedAgain() {
    for (int run = 0; run < 3; run++) {
      assertThrows(
          RuntimeException.class,
          () -> await(Transactions.run(pool, each -> each.query("SELECT 1 / 0").execute())));
    }
    answer();
    assertEquals(1, proxy.accepted());
  }

  /** The pool's only connection works. */
  private void answer() {
    await(Connections.check(pool));
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failed.getCause());
    } catch (InterruptedException | TimeoutException never) {
      throw new AssertionError(never);
    }
  }
}
