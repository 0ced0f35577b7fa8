package io.cardflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cardflow.servers.Database;
import io.cardflow.servers.PgBouncer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pooler that loses prepared statements is detected, without false positives. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoolerTest {

  private static final int STATEMENTS = 400;

  private final Vertx vertx = Vertx.vertx();
  private Vault vault;

  @BeforeAll
  void open() {
    vault = new Vault();
  }

  @AfterAll
  void close() {
    vault.close();
    Vault.await(vertx.close());
  }

  @Test
  void noPoolerIsDetectedOnADirectConnection() {
    assertFalse(Vault.await(Pooler.losesStatements(vault.pool())));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void oneInTransactionModeIsFound(int roundRobin) {
    assumeTrue(PgBouncer.isThere());
    try (PgBouncer bouncer = new PgBouncer(vault.database(), "transaction", roundRobin)) {
      Pool pool = pool(bouncer.database(), true);
      for (int time = 0; time < 10; time++) {
        assertTrue(Vault.await(Pooler.losesStatements(pool)), "time " + time);
      }
      Vault.await(pool.close());
    }
  }

  @Test
  void aPoolerInSessionModeIsAccepted() {
    assumeTrue(PgBouncer.isThere());
    try (PgBouncer bouncer = new PgBouncer(vault.database(), "session")) {
      Pool pool = pool(bouncer.database(), true);
      assertFalse(Vault.await(Pooler.losesStatements(pool)));
      Vault.await(pool.close());
    }
  }

  @Test
  void withTheCacheOffTransactionsWorkBehindAPoolerInTransactionMode() {
    assumeTrue(PgBouncer.isThere());
    try (PgBouncer bouncer = new PgBouncer(vault.database(), "transaction")) {
      Pool pool = pool(bouncer.database(), false);
      List<Future<Integer>> running =
          IntStream.range(0, STATEMENTS)
              .mapToObj(
                  number ->
                      Transactions.run(
                          pool,
                          connection ->
                              connection
                                  .preparedQuery("SELECT $1::int + " + number % 7 + " AS sum")
                                  .execute(Tuple.of(number))
                                  .map(rows -> rows.iterator().next().getInteger("sum"))))
              .toList();
      for (int number = 0; number < STATEMENTS; number++) {
        assertEquals(number + number % 7, Vault.await(running.get(number)));
      }
      Vault.await(pool.close());
    }
  }

  private Pool pool(Database database, boolean cached) {
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(8))
        .connectingTo(
            PgConnectOptions.fromUri(database.reactiveUrl())
                .setUser(database.username())
                .setPassword(database.password())
                .setPipeliningLimit(64)
                .setCachePreparedStatements(cached))
        .using(vertx)
        .build();
  }
}
