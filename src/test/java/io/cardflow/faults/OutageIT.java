package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cardflow.servers.Servers;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PostgreSQL or the broker is down under load: the worker waits, and resumes automatically. */
class OutageIT {

  /** Records per second; a card has ten or more. */
  private static final int RATE = 700;

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void anOutageOfTheDatabaseOnlyDelays() {
    database(Duration.ofSeconds(6));
  }

  @Test
  @Tag("faults")
  void anOutageOfTheDatabaseForHalfAMinuteOnlyDelays() {
    database(Duration.ofSeconds(30));
  }

  @Test
  void anOutageOfTheBrokerOnlyDelays() {
    broker(Duration.ofSeconds(6));
  }

  @Test
  @Tag("faults")
  void anOutageOfTheBrokerForHalfAMinuteOnlyDelays() {
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
      CompletableFuture<Void> sending =
          load.send(RATE / 10 * (int) lasting.plusSeconds(4).toSeconds(), RATE);
      Awaitility.await("under load")
          .atMost(Duration.ofSeconds(60))
          .until(() -> worker.metric("cardflow_messages_total", "") > 300);

      assertFalse(sending.isDone(), "stopped under load");
      stop.run();
      long until = System.nanoTime() + lasting.toNanos();
      Awaitility.await("readiness shows it")
          .atMost(Duration.ofSeconds(40))
          .until(() -> inbox(worker).equals("DOWN"));
      Awaitility.await("the outage lasts")
          .atMost(lasting.plusSeconds(10))
          .failFast("liveness stays up in an outage", () -> worker.status("live") != 200)
          .until(() -> System.nanoTime() > until);
      assertEquals("DOWN", inbox(worker), "readiness shows it to the end");
      assertTrue(run.logged("inbox fault") > 0, "the worker noticed the outage");
      start.run();

      sending.join();
      run.judge(load);
      assertTrue(worker.isAlive());
      assertEquals(
          load.sent(), worker.metric("cardflow_messages_total", ""), "each record counts once");
      Awaitility.await("readiness shows that it is over")
          .atMost(Duration.ofSeconds(30))
          .until(() -> worker.status("ready") == 200);
      assertEquals(1, run.logged("started in"), "the same process all along");
    }
  }

  /** The inbox's part of readiness, without that of the servers. */
  private static String inbox(WorkerProcess worker) {
    for (JsonNode check : checks(worker)) {
      if (check.path("name").asText().equals("inbox")) {
        return check.path("status").asText();
      }
    }
    return "";
  }

  private static JsonNode checks(WorkerProcess worker) {
    try {
      return JSON.readTree(worker.health("ready")).path("checks");
    } catch (IOException unanswered) {
      return JSON.createArrayNode();
    }
  }
}
