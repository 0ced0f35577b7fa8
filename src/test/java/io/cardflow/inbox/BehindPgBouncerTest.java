package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cardflow.history.HistoryChecker;
import io.cardflow.servers.Database;
import io.cardflow.servers.PgBouncer;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The worker works behind a pooler in transaction mode with the statement cache off. */
class BehindPgBouncerTest {

  private static final int CARDS = 100;

  @Test
  void withTheCacheOffTwoReplicasShareThreeSessions() throws Exception {
    assumeTrue(PgBouncer.isThere());
    try (Road road = new Road();
        PgBouncer bouncer = new PgBouncer(road.database(), "transaction")) {
      try (Replica one = replica(road, bouncer.database());
          Replica other = replica(road, bouncer.database())) {
        one.start();
        other.start();
        for (int card = 0; card < CARDS; card++) {
          road.request("T-" + card);
          road.command("abort-order", "T-" + card, "{}");
        }
        one.awaitAllDone();

        assertEquals(List.of(), HistoryChecker.violations(road.history()));
        assertEquals(3 * CARDS, road.history().events().size());
      }
    }
  }

  private static Replica replica(Road road, Database database) {
    return new Replica(
        road, new KafkaClients(road.kafka(), road.config()), vertx -> pool(vertx, database));
  }

  private static Pool pool(Vertx vertx, Database database) {
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(4))
        .connectingTo(
            PgConnectOptions.fromUri(database.reactiveUrl())
                .setUser(database.username())
                .setPassword(database.password())
                .setPipeliningLimit(64)
                .setCachePreparedStatements(false))
        .using(vertx)
        .build();
  }
}
