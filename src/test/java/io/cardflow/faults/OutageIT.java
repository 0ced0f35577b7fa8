package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.servers.Servers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PostgreSQL or the broker away under load: the worker waits, and goes on by itself. */
class OutageIT {

  @Test
  void aDatabaseThatIsAwayCostsTimeAndNothingElse() {
    database(Duration.ofSeconds(8));
  }

  @Test
  @Tag("faults")
  void aDatabaseThatIsAwayForHalfAMinuteCostsTimeAndNothingElse() {
    database(Duration.ofSeconds(30));
  }

  @Test
  void aBrokerThatIsAwayCostsTimeAndNothingElse() {
    broker(Duration.ofSeconds(8));
  }

  @Test
  @Tag("faults")
  void aBrokerThatIsAwayForHalfAMinuteCostsTimeAndNothingElse() {
    broker(Duration.ofSeconds(30));
  }

  private static void database(Duration outage) {
    try (Servers servers = Servers.start()) {
      outage(servers, servers::stopDatabase, servers::startDatabase, outage);
    }
  }

  private static void broker(Duration outage) {
    try (Servers servers = Servers.start()) {
      outage(servers, servers::stopBroker, servers::startBroker, outage);
    }
  }

  private static void outage(Servers servers, Runnable stop, Runnable start, Duration lasting) {
    try (FaultRun run = new FaultRun(servers);
        MixedLoad load = run.load(13)) {
      WorkerProcess worker = run.worker().awaitReady();
      CompletableFuture<Void> sending = load.send(800, 700);
      Awaitility.await("under load")
          .atMost(Duration.ofSeconds(60))
          .until(() -> worker.metric("cardflow_messages_total", "") > 300);

      stop.run();
      long until = System.nanoTime() + lasting.toNanos();
      Awaitility.await("readiness shows it")
          .atMost(Duration.ofSeconds(40))
          .until(() -> worker.status("ready") == 503);
      Awaitility.await("the outage lasts")
          .atMost(lasting.plusSeconds(10))
          .until(() -> System.nanoTime() > until);
      assertEquals(200, worker.status("live"), "an outage is no reason to be killed");
      start.run();

      sending.join();
      run.judge(load);
      assertTrue(worker.isAlive());
      assertEquals(
          load.sent(), worker.metric("cardflow_messages_total", ""), "each record counts once");
      Awaitility.await("readiness shows that it is over")
          .atMost(Duration.ofSeconds(30))
          .until(() -> worker.status("ready") == 200);
    }
  }
}
