package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.local.gocards.BureauFault;
import io.cardflow.local.gocards.CallListener.Stage;
import io.cardflow.local.gocards.Faults;
import io.cardflow.local.gocards.GoCardsSimulator;
import io.cardflow.local.gocards.Ledger;
import io.cardflow.servers.Servers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Replicas killed while they order from an unreliable bureau: each card is ordered once. */
class OrderCrashIT {

  private static final Duration SLOW = Duration.ofSeconds(2);
  private static final int REPLICAS = 3;

  @Test
  void noCardIsOrderedTwiceOrForgotten() {
    crash(1_200, 10, 1, true);
  }

  @Test
  void noCardIsOrderedTwiceFromABureauWithoutIdempotency() {
    crash(600, 10, 1, false);
  }

  @Test
  @Tag("faults")
  void noCardOfTwentyThousandIsOrderedTwiceOrForgotten() {
    crash(20_000, 100, 5, true);
  }

  @Test
  @Tag("faults")
  void noCardOfTwentyThousandIsOrderedTwiceFromABureauWithoutIdempotency() {
    crash(20_000, 100, 5, false);
  }

  /**
   * @param idempotent whether the bureau offers a key and a look-up by reference; otherwise an
   *     operator resolves orders in doubt
   */
  private static void crash(int cards, int batchSize, int killsOfEach, boolean idempotent) {
    try (FaultRun run = new FaultRun(Servers.shared());
        Requests requests = new Requests(run.servers().bootstrapServers(), run.topics())) {
      GoCardsSimulator bureau = run.bureau(SLOW, SLOW, idempotent);
      bureau.faults(
          Faults.NONE
              .with(BureauFault.ANSWER_LOST, 0.1)
              .with(BureauFault.ERROR_BEFORE, 0.05)
              .with(BureauFault.ERROR_AFTER, 0.05)
              .with(BureauFault.ANSWER_SLOW, 0.05)
              .with(BureauFault.TOO_MANY_REQUESTS, 0.05)
              .with(BureauFault.CARD_REFUSED, idempotent ? 0.01 : 0)
              .with(BureauFault.ORDER_ID_ONLY, idempotent ? 0 : 0.2)
              .with(BureauFault.GATEWAY_REFUSES, 0.02)
              .with(BureauFault.GATEWAY_PAGE, 0.02)
              .with(BureauFault.NOTICE_LOST, 0.05));
      run.with("cardflow.gocards.timeout", "1s")
          .with("cardflow.gocards.unknown-outcome", idempotent ? "look-up" : "ask")
          .with("cardflow.gocards.card-id-element", "OUR_ID")
          .with("cardflow.gocards.look-ups-per-second", "100")
          .with("cardflow.ordering.reconcile-after", "5s")
          .with("cardflow.ordering.every", "1s")
          .with("cardflow.ordering.max-batch-size", Integer.toString(batchSize));
      for (int replica = 0; replica < REPLICAS; replica++) {
        run.worker();
      }
      requests.request(cards, true);
      try (OrderOperator operator = new OrderOperator(run, bureau, run.database()).begin()) {
        Strikes strikes = new Strikes(run, bureau);
        for (int kill = 0; kill < REPLICAS * killsOfEach; kill++) {
          strikes.next(kill);
        }

        run.awaitBureauDone(cards);
        Awaitility.await("every batch is closed")
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> run.count("SELECT count(*) FROM order_batch WHERE status <> 'CLOSED'") == 0);
        assertEquals(idempotent, operator.resolved() == 0);
      }
      assertTrue(
          run.history().events().stream()
              .anyMatch(
                  event ->
                      event.data().path("inferred").asBoolean()
                          && event.data().path("from").asText().equals("PROCESSING")),
          "production proved an order whose answer was lost");
      judge(run, bureau.ledger(), cards);
      assertTrue(run.logged("outcome=server_error") > 0, "the bureau failed");
      assertTrue(run.logged("outcome=timeout") > 0, "the bureau was slow");
      assertTrue(run.logged("outcome=connection") > 0, "the bureau lost answers");
      assertTrue(run.logged("outcome=too_many_requests") > 0, "the bureau was busy");
      assertTrue(run.logged("order reconciliation finished") > 0, "lost notices were looked up");
    }
  }

  private static void judge(FaultRun run, Ledger ledger, int cards) {
    List<String> wrong =
        Requests.cards(cards)
            .filter(
                card ->
                    ledger.times(card)
                            + ledger.orders().stream()
                                .filter(order -> order.refused().contains(card))
                                .count()
                        != 1)
            .toList();
    assertEquals(List.of(), wrong);
    assertEquals(
        ledger.orders().stream().flatMap(order -> order.refused().stream()).count(),
        run.count("SELECT count(*) FROM card WHERE state = 'FAILED'"));
    assertEquals(
        ledger.orders().stream().map(Ledger.Entry::batchId).collect(Collectors.toSet()).size(),
        ledger.orders().size());
  }

  /** Kills the replica that reaches the next step of an order, and restarts it. */
  private static final class Strikes {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final FaultRun run;
    private final AtomicReference<Stage> next = new AtomicReference<>();
    private final AtomicReference<String> struck = new AtomicReference<>();

    Strikes(FaultRun run, GoCardsSimulator bureau) {
      this.run = run;
      bureau.listen(this::at);
    }

    /**
     * Cycles through four moments: before the bureau accepts the order, after it has accepted it,
     * after its response, and at any time.
     */
    void next(int kill) {
      switch (kill % 4) {
        case 0 -> strikeAt(Stage.RECEIVED);
        case 1 -> strikeAt(Stage.TAKEN);
        case 2 -> strikeAt(Stage.ANSWERED);
        default -> strikeBetweenBatches("replica-" + kill % REPLICAS);
      }
    }

    private void strikeAt(Stage stage) {
      struck.set(null);
      next.set(stage);
      Awaitility.await("a replica at " + stage).atMost(PATIENCE).until(() -> struck.get() != null);
      run.worker(struck.get()).start();
    }

    /** Directly after an order is closed: its outcomes are sent, those of other orders are not. */
    private void strikeBetweenBatches(String replica) {
      String closed = "SELECT count(*) FROM order_batch WHERE status = 'CLOSED'";
      int before = run.count(closed);
      Awaitility.await("orders are closed")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> run.count(closed) > before);
      run.worker(replica).kill();
      run.worker(replica).start();
    }

    private void at(Stage stage, String client, String batch) {
      if (next.compareAndSet(stage, null)) {
        run.worker(client).kill();
        struck.set(client);
        if (stage == Stage.RECEIVED) {
          throw new IllegalStateException("the order did not arrive");
        }
      }
    }
  }
}
