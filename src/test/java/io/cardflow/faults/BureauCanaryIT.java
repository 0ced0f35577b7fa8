package io.cardflow.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.local.gocards.BureauFault;
import io.cardflow.local.gocards.Faults;
import io.cardflow.push.Pusher;
import io.cardflow.servers.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * What the bureau reports beyond the facts that are used leaves no trace: the PIN, photo, e-mail
 * address and name, in the answers to look-ups and in pushed events.
 */
class BureauCanaryIT {

  /** As the simulated bureau answers. */
  private static final List<String> POLLED =
      List.of(
          "holder@example.com",
          "4829130756",
          Base64.getEncoder()
              .encodeToString("a photo of the holder ".getBytes(US_ASCII))
              .substring(0, 24));

  private static final Duration WAIT = Duration.ofSeconds(90);

  @Test
  void nothingOfTheHolderIsStoredPublishedOrLogged() throws Exception {
    try (FaultRun run =
            new FaultRun(Servers.shared())
                .with("cardflow.ordering.every", "1s")
                .with("cardflow.ordering.reconcile-after", "1s")
                .with("cardflow.gocards.look-ups-per-second", "100")
                .with("cardflow.gocards.push.enabled", "true")
                .with("cardflow.gocards.push.auth", "signature")
                .with("cardflow.gocards.push.secrets", Pusher.SECRET);
        Requests requests = new Requests(run.servers().bootstrapServers(), run.topics())) {
      run.bureau(Duration.ZERO, Duration.ZERO).faults(Faults.NONE.with(BureauFault.NOTICE_LOST, 1));
      WorkerProcess worker = run.worker().awaitReady();
      requests.request(5, true);
      run.awaitBureauDone(5);
      assertTrue(worker.logged("order reconciliation finished") > 0, "all was learned by look-ups");

      push(run, new Pusher(worker.url()));
      run.awaitAllDone();

      List<String> wanted = new ArrayList<>(POLLED);
      wanted.addAll(Pusher.CANARIES);
      StoredTexts stored = new StoredTexts(run);
      assertEquals(Set.of(), markers(stored.rows(), wanted));
      assertEquals(Set.of(), markers(stored.files(), wanted));
      assertEquals(Set.of(), markers(List.of(worker.log(), worker.metrics()), wanted));
      for (String topic :
          List.of(
              run.topics().commands(),
              run.topics().producerStatus(),
              run.topics().events(),
              run.topics().rejections(),
              run.topics().deadLetters(),
              run.topics().audit())) {
        assertEquals(Set.of(), markers(stored.records(topic), wanted), topic);
      }
      assertEquals(
          Set.of("T-kept"), markers(stored.rows(), List.of("T-kept")), "rows are looked through");
    }
  }

  /** Events that are applied, kept, unusable and not authenticated. */
  private static void push(FaultRun run, Pusher bureau) {
    String known = run.ask("SELECT min(producer_card_id) FROM card");
    String applied = Pusher.event("CARD_ACTIVATED", Pusher.activated(known));
    assertTrue(Pusher.CANARIES.stream().allMatch(applied::contains), applied);
    assertEquals(202, bureau.push(applied));
    Awaitility.await("the activation is known")
        .atMost(WAIT)
        .until(() -> run.count("SELECT count(*) FROM card WHERE activated_at IS NOT NULL") == 1);
    assertEquals(202, bureau.push(Pusher.event("CARD_PRODUCED", Pusher.produced("T-kept"))));
    assertEquals(1, run.count("SELECT count(*) FROM pushed_event WHERE facts IS NOT NULL"));
    assertEquals(202, bureau.push(Pusher.event("CARD_PRODUCED", Pusher.card("", ""))));
    assertEquals(202, bureau.push(applied.substring(0, applied.length() - 1)));
    assertEquals(401, bureau.send(bureau.signed(Pusher.WRONG_SECRET, applied)).statusCode());
  }

  private static Set<String> markers(List<String> texts, List<String> wanted) {
    Set<String> found = new TreeSet<>();
    for (String text : texts) {
      wanted.stream().filter(text::contains).forEach(found::add);
    }
    return found;
  }
}
