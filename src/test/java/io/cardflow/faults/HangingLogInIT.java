package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.servers.Servers;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The bureau's login hangs for longer than a claim lasts. */
@Tag("faults")
class HangingLogInIT {

  private static final int CARDS = 16;

  /** A claim lasts six times this plus ten seconds. */
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  private static final Duration HANGS = Duration.ofSeconds(36);

  @Test
  void noTwoRequestsOrderOneBatchAtTheSameTime() {
    try (FaultRun run = new FaultRun(Servers.shared());
        Requests requests = new Requests(run.servers().bootstrapServers(), run.topics());
        HangingBureau bureau = new HangingBureau(HANGS)) {
      run.with("cardflow.gocards.url", bureau.url())
          .with("cardflow.gocards.client-secret", "secret")
          .with("cardflow.gocards.organisation-id", "test")
          .with("cardflow.gocards.timeout", TIMEOUT.toSeconds() + "s")
          .with("cardflow.ordering.every", "1s")
          .with("cardflow.ordering.max-concurrent-submissions", Integer.toString(CARDS));
      run.worker();
      run.worker();
      requests.request(CARDS, false);

      Awaitility.await("all ordered")
          .atMost(Duration.ofMinutes(4))
          .until(() -> bureau.ordered() == CARDS);
      assertTrue(bureau.hung() > 0, "no login has hung");
      assertEquals(0, bureau.overlaps());
    }
  }
}
