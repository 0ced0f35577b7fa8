package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.local.gocards.BureauFault;
import io.cardflow.local.gocards.Faults;
import io.cardflow.local.gocards.GoCardsSimulator;
import io.cardflow.local.gocards.Ledger;
import io.cardflow.local.gocards.Ledger.Status;
import io.cardflow.servers.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A bureau that repeats, shuffles, loses and delays its notifications loses no card. */
class UnrulyBureauIT {

  private static final Duration RECONCILE = Duration.ofSeconds(3);
  private static final int CARDS = 600;

  @Test
  void everyShippedCardBecomesProducedWithItsTrackingNumber() {
    try (FaultRun run = new FaultRun(Servers.shared());
        Requests requests = new Requests(run.servers().bootstrapServers(), run.topics())) {
      GoCardsSimulator bureau = run.bureau(Duration.ZERO, RECONCILE.multipliedBy(3));
      bureau.faults(
          Faults.NONE
              .with(BureauFault.NOTICE_TWICE, 1)
              .with(BureauFault.NOTICES_SHUFFLED, 1)
              .with(BureauFault.NOTICE_LOST, 0.1)
              .with(BureauFault.NOTICE_LATE, 0.1)
              .with(BureauFault.NOTICE_UNDER_ANOTHER_ORDER, 0.02)
              .with(BureauFault.PRODUCTION_FAILED, 0.02));
      run.with("cardflow.ordering.every", "1s")
          .with("cardflow.ordering.max-batch-size", "50")
          .with("cardflow.ordering.reconcile-after", RECONCILE.toSeconds() + "s");
      run.worker().awaitReady();

      requests.request(CARDS, true);
      Awaitility.await("all orders are complete")
          .atMost(Duration.ofSeconds(120))
          .pollInterval(Duration.ofMillis(500))
          .until(
              () ->
                  run.count(
                          "SELECT coalesce(sum(cards), 0) FROM order_batch"
                              + " WHERE completed_at IS NOT NULL")
                      == CARDS);
      run.awaitAllDone();

      Ledger ledger = bureau.ledger();
      Set<String> misled = misled(run, ledger);
      assertTrue(misled.size() < CARDS / 10, misled.toString());
      assertEquals(List.of(), differences(run, ledger, misled));
      assertTrue(run.logged("order reconciliation") > 0, "orders were reconciled");
      int pooled = run.count("SELECT count(*) FROM card WHERE state = 'PRODUCED'");

      requests.initialize(0, CARDS);
      run.awaitAllDone();
      String states = "SELECT count(*) FROM card WHERE state = 'UNASSIGNED'";
      assertEquals(pooled, run.count(states));
      int notified = bureau.notifications();
      bureau.repeat();
      assertTrue(bureau.notifications() > notified, "everything was repeated");
      run.awaitAllDone();
      assertEquals(pooled, run.count(states));
      Set<String> mismatched =
          run.history().rejections().stream()
              .filter(each -> each.data().path("code").asText().equals("ORDER_MISMATCH"))
              .map(each -> each.key())
              .collect(Collectors.toSet());
      assertTrue(mismatched.containsAll(misled), misled.toString());
    }
  }

  /**
   * The cards that were reported with another order before the response to their own was known:
   * they keep that order, and all statuses with the right one are rejected.
   */
  private static Set<String> misled(FaultRun run, Ledger ledger) {
    Map<String, String> recorded = run.pairs("SELECT id, order_id FROM card");
    return ledger.orders().stream()
        .flatMap(
            order ->
                order.cards().keySet().stream()
                    .filter(card -> !order.orderId().equals(recorded.get(card))))
        .collect(Collectors.toSet());
  }

  private static List<String> differences(FaultRun run, Ledger ledger, Set<String> misled) {
    Map<String, String> cards =
        run.pairs("SELECT id, format('%s %s', state, tracking_numbers) FROM card");
    List<String> differences = new ArrayList<>();
    for (Ledger.Entry order : ledger.orders()) {
      order
          .cards()
          .forEach(
              (card, line) -> {
                // A look-up does not bring the tracking number of a notification that was lost.
                Set<String> expected =
                    line.status() == Status.SHIPPED
                        ? Set.of("PRODUCED [\"" + line.trackingNumber() + "\"]", "PRODUCED ")
                        : Set.of("FAILED ");
                String found = cards.get(card);
                if (!misled.contains(card) && !expected.contains(found)) {
                  differences.add(card + " is " + found + ", not " + expected);
                }
              });
    }
    return differences;
  }
}
