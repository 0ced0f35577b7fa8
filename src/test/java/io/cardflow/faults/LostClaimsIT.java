package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.local.gocards.GoCardsSimulator;
import io.cardflow.servers.Servers;
import io.cardflow.servers.Servers.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL is restored to a state before some orders, or fails over: no card is ordered twice.
 */
class LostClaimsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PER_BATCH = 10;

  @Test
  void noneOfTenLostOrdersIsRepeatedAndOrderingWaitsForItsRelease() throws IOException {
    setBack(10, 1);
  }

  @Test
  @Tag("faults")
  void oneLostOrderIsNotRepeatedAndOrderingWaitsForItsRelease() throws IOException {
    setBack(1, 1);
  }

  @Test
  @Tag("faults")
  void noneOfAThousandLostOrdersIsRepeatedAndOrderingWaitsForItsRelease() throws IOException {
    setBack(1_000, 2);
  }

  private static void setBack(int cards, int replicas) throws IOException {
    try (Servers servers = Servers.start();
        FaultRun run = new FaultRun(servers);
        Requests requests = new Requests(servers.bootstrapServers(), run.topics())) {
      Assumptions.assumeTrue(servers.haveSnapshots(), "PostgreSQL runs in a container");
      GoCardsSimulator bureau = run.bureau(Duration.ofSeconds(2), Duration.ofSeconds(2));
      run.with("cardflow.gocards.timeout", "2s")
          .with("cardflow.ordering.every", "1s")
          .with("cardflow.ordering.max-batch-size", Integer.toString(PER_BATCH));
      WorkerProcess worker = run.worker();
      for (int more = 1; more < replicas; more++) {
        run.worker();
      }
      worker.awaitReady();

      run.execute("INSERT INTO ordering_closure (reason, detail) VALUES ('PAUSE', 'a test')");
      requests.request(cards, true);
      Awaitility.await("all cards wait").atMost(PATIENCE).until(() -> waiting(run) == cards);
      assertEquals(0, bureau.ledger().orders().size());
      worker.awaitReady();
      assertTrue(worker.health("ready").contains("closed.PAUSE"));

      // The copy restarts PostgreSQL: progress is compared with Kafka, and ordering continues.
      Snapshot before = servers.snapshotDatabase();
      Awaitility.await("PostgreSQL is back").atMost(PATIENCE).until(() -> waiting(run) == cards);
      release(run, "PAUSE");
      Awaitility.await("all are ordered")
          .atMost(PATIENCE)
          .until(() -> Requests.cards(cards).allMatch(each -> bureau.ledger().times(each) == 1));
      Awaitility.await("all is stored")
          .atMost(PATIENCE)
          .until(() -> run.count("SELECT count(*) FROM order_batch WHERE closed_at IS NULL") == 0);

      servers.restoreDatabase(before);
      release(run, "PAUSE");
      Awaitility.await("closed").atMost(PATIENCE).until(() -> isClosed(run, "LOST_COMMITS"));
      assertEquals(cards, waiting(run));
      awaitNotReady(worker, "closed.LOST_COMMITS");

      // As in the runbook: with the group reset, the internal messages restore the orders.
      run.stop();
      setGroupBack(run);
      worker = run.worker();
      Awaitility.await("none waits").atMost(PATIENCE).until(() -> waiting(run) == 0);
      orders(run, bureau, "late-1", "LOST_COMMITS");

      servers.failOverDatabase();
      awaitNotReady(worker, "closed.FAILOVER");
      orders(run, bureau, "late-2", "FAILOVER");

      assertTrue(Requests.cards(cards).allMatch(each -> bureau.ledger().times(each) == 1));
      assertEquals(1, run.logged("ordering closed reason=LOST_COMMITS"));
      assertEquals(1, run.logged("ordering closed reason=FAILOVER"));
    }
  }

  /** A waiting card is ordered as soon as ordering is released, and not before. */
  private static void orders(FaultRun run, GoCardsSimulator bureau, String card, String reason) {
    run.execute(
        """
        INSERT INTO card_request (card_id, layout_id, delivery, card_elements)
        VALUES ('%1$s', 'L1', '{}', '{}');
        INSERT INTO order_queue (card_id, immediate, since, destination)
        VALUES ('%1$s', false, now(), '%1$s')
        """
            .formatted(card));
    Awaitility.await("not ordered")
        .during(Duration.ofSeconds(3))
        .atMost(PATIENCE)
        .until(() -> bureau.ledger().times(card) == 0);
    assertTrue(isClosed(run, reason));
    release(run, reason);
    Awaitility.await("ordered").atMost(PATIENCE).until(() -> bureau.ledger().times(card) == 1);
    assertFalse(isClosed(run, reason));
  }

  /** Sets the group's offsets to the progress in PostgreSQL, on every partition. */
  private static void setGroupBack(FaultRun run) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    run.pairs("SELECT topic || ' ' || partition, next_offset FROM progress")
        .forEach(
            (partition, next) -> {
              String[] names = partition.split(" ");
              String topic =
                  names[0].equals("COMMANDS")
                      ? run.topics().commands()
                      : run.topics().producerStatus();
              offsets.put(
                  new TopicPartition(topic, Integer.parseInt(names[1])),
                  new OffsetAndMetadata(Long.parseLong(next)));
            });
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", run.servers().bootstrapServers()))) {
      Awaitility.await("the group has no members")
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(
              () -> {
                admin.alterConsumerGroupOffsets(run.topics().commands(), offsets).all().get();
                return true;
              });
    }
  }

  private static int waiting(FaultRun run) {
    return Integer.parseInt(answer(run, "SELECT count(*) FROM order_queue"));
  }

  private static boolean isClosed(FaultRun run, String reason) {
    return answer(run, "SELECT count(*) FROM ordering_closure WHERE reason = '" + reason + "'")
        .equals("1");
  }

  /** There is no closure to release until PostgreSQL is available again. */
  private static String answer(FaultRun run, String sql) {
    try {
      return run.ask(sql);
    } catch (IllegalStateException away) {
      return "-1";
    }
  }

  private static void release(FaultRun run, String reason) {
    Awaitility.await("PostgreSQL is back")
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              run.execute("DELETE FROM ordering_closure WHERE reason = '" + reason + "'");
              return true;
            });
  }

  private static void awaitNotReady(WorkerProcess worker, String why) {
    Awaitility.await("not ready: " + why)
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> worker.status("ready") == 503 && worker.health("ready").contains(why));
  }
}
