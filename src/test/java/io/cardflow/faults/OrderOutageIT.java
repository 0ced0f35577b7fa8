package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.local.Ports;
import io.cardflow.local.gocards.CallListener.Stage;
import io.cardflow.local.gocards.GoCardsSimulator;
import io.cardflow.servers.Servers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** During an outage of another system, ordering waits, and it resumes automatically. */
class OrderOutageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Test
  void outcomesThatTheBrokerDidNotAcceptArePublishedWhenItIsBack() {
    try (Servers servers = Servers.start();
        FaultRun run = new FaultRun(servers);
        Requests requests = new Requests(servers.bootstrapServers(), run.topics())) {
      GoCardsSimulator bureau = run.bureau(Duration.ZERO, Duration.ZERO);
      AtomicBoolean struck = new AtomicBoolean();
      bureau.listen(
          (stage, client, batch) -> {
            if (stage == Stage.TAKEN && struck.compareAndSet(false, true)) {
              servers.stopBroker();
            }
          });
      run.with("cardflow.ordering.every", "1s");
      WorkerProcess worker = run.worker().awaitReady();
      requests.request(50, true);

      Awaitility.await("outcomes are not sent")
          .atMost(PATIENCE)
          .until(() -> worker.logged("outcomes were not sent") > 0);
      assertTrue(
          run.count(
                  "SELECT count(*) FROM order_batch WHERE status = 'SUBMITTED'"
                      + " AND order_id IS NOT NULL")
              > 0);
      assertEquals(200, worker.status("live"));
      servers.startBroker();

      run.awaitBureauDone(50);
      run.history();
      assertEquals(200, worker.status("live"));
      assertEquals(
          50, bureau.ledger().orders().stream().mapToInt(order -> order.cards().size()).sum());
    }
  }

  @Test
  void aBureauThatIsDownIsNotCalledRepeatedly() {
    try (FaultRun run = new FaultRun(Servers.shared());
        Requests requests = new Requests(run.servers().bootstrapServers(), run.topics())) {
      run.bureau(Duration.ZERO, Duration.ZERO);
      run.with("cardflow.gocards.url", "http://127.0.0.1:" + Ports.free());
      WorkerProcess worker = run.worker().awaitReady();
      requests.request(40, false);

      Awaitility.await("the circuit opens")
          .atMost(PATIENCE)
          .until(() -> submissions(worker, "circuit_open") > 0);
      assertTrue(submissions(worker, "connection") >= 8, "calls were tried");
      assertEquals(40, run.count("SELECT count(*) FROM card WHERE state = 'REQUESTED'"));
      assertTrue(run.count("SELECT count(*) FROM order_batch WHERE error = 'CONNECTION'") > 0);
      assertEquals(200, worker.status("ready"));
    }
  }

  private static double submissions(WorkerProcess worker, String outcome) {
    return worker.metric("cardflow_order_submissions_total", "outcome=\"" + outcome + "\"");
  }
}
