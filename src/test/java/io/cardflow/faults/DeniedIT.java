package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.local.gocards.BureauFault;
import io.cardflow.local.gocards.Faults;
import io.cardflow.local.gocards.GoCardsSimulator;
import io.cardflow.servers.Servers;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * If the bureau does not accept the credentials, no card fails, and submissions resume
 * automatically.
 */
class DeniedIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void submissionsStopWithoutATokenAndResume() throws IOException {
    deny(BureauFault.TOKEN_REFUSED);
  }

  @Test
  @Tag("faults")
  void submissionsStopWithoutTheRightAndResume() throws IOException {
    deny(BureauFault.FORBIDDEN);
  }

  private static void deny(BureauFault denial) throws IOException {
    try (FaultRun run = new FaultRun(Servers.shared());
        Requests requests = new Requests(run.servers().bootstrapServers(), run.topics())) {
      GoCardsSimulator bureau = run.bureau(Duration.ZERO, Duration.ZERO);
      bureau.faults(Faults.NONE.with(denial, 1));
      // Far longer than the test: only the wake-up after the request can order these cards.
      run.with("cardflow.ordering.every", "1h");
      WorkerProcess worker = run.worker().awaitReady();
      requests.request(20, false);

      Awaitility.await("readiness names the cause")
          .atMost(PATIENCE)
          .until(() -> worker.status("ready") == 503);
      assertTrue(worker.health("ready").contains("stopped: HTTP status"), worker.health("ready"));
      assertEquals(200, worker.status("live"));
      Awaitility.await("each request has its batch")
          .atMost(PATIENCE)
          .until(() -> run.count("SELECT count(*) FROM order_batch") == 20);
      assertEquals(20, run.count("SELECT count(*) FROM card WHERE state = 'REQUESTED'"));
      assertTrue(
          worker.metric("cardflow_order_submissions_total", "outcome=\"unauthorized\"") <= 8,
          "no more than a few are tried");

      bureau.faults(Faults.NONE);
      run.awaitBureauDone(20);
      assertEquals(200, worker.status("ready"));
      assertEquals(20, bureau.ledger().orders().size());
      run.history();
    }
  }
}
