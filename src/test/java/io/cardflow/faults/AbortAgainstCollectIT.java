package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.local.gocards.GoCardsSimulator;
import io.cardflow.local.gocards.Ledger;
import io.cardflow.servers.Servers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Aborts sent while collectors run: each card is aborted and not ordered, or ordered once. */
class AbortAgainstCollectIT {

  @Test
  void anAbortIsInTimeOrRejected() {
    abort(1_000);
  }

  @Test
  @Tag("faults")
  void fiveThousandAbortsAreInTimeOrRejected() {
    abort(5_000);
  }

  private static void abort(int cards) {
    try (FaultRun run = new FaultRun(Servers.shared());
        Requests requests = new Requests(run.servers().bootstrapServers(), run.topics())) {
      GoCardsSimulator bureau = run.bureau(Duration.ZERO, Duration.ZERO);
      run.with("cardflow.ordering.every", "1s").with("cardflow.ordering.max-batch-size", "7");
      run.worker().awaitReady();
      run.worker().awaitReady();

      // Alternates between portions of aborts that race the collectors and portions that wait for
      // them.
      for (int from = 0; from < cards; from += cards / 10) {
        boolean late = from / (cards / 10) % 2 == 0;
        long before = run.count("SELECT count(*) FROM order_batch");
        requests.request(from, from + cards / 10, true);
        Awaitility.await("the portion is decided")
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(20))
            .until(
                () ->
                    run.count("SELECT count(*) FROM order_batch") > before
                        || !late && !run.isBehind());
        requests.abort(from, from + cards / 10);
      }
      run.awaitBureauDone(cards);
      run.awaitAllDone();

      Set<String> refused =
          run.history().rejections().stream()
              .filter(each -> each.data().path("code").asText().equals("ORDER_IN_FLIGHT"))
              .map(each -> each.key())
              .collect(Collectors.toSet());
      Ledger ledger = bureau.ledger();
      Map<String, String> states = run.pairs("SELECT id, state FROM card");
      int aborted = 0;
      for (String card : Requests.cards(cards).toList()) {
        boolean isAborted = states.get(card).equals("ABORTED");
        aborted += isAborted ? 1 : 0;
        assertEquals(isAborted ? 0 : 1, ledger.times(card), card);
        assertTrue(!isAborted || !refused.contains(card), card);
      }
      int inFlight = refused.size();
      assertTrue(aborted > 0 && inFlight > 0, "aborted=" + aborted + " in flight=" + inFlight);
    }
  }
}
