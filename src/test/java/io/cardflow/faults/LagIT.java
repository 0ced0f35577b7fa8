package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.local.Ports;
import io.cardflow.servers.Servers;
import io.cardflow.servers.WorkerSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The lag of the built worker includes records that it cannot read or cannot decide. */
class LagIT {

  private static final String LAG = "cardflow_lag_records";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void recordsOfAForeignOpenTransactionCount() {
    try (FaultRun run = new FaultRun(Servers.shared());
        KafkaProducer<String, byte[]> foreign = producer(run, true)) {
      WorkerProcess worker = run.worker().awaitReady();
      send(foreign, run, 7);

      awaitLag(worker, run, 7);
      assertEquals(200, worker.status("ready"), "the replica stays ready");
      Awaitility.await("its age is shown")
          .atMost(PATIENCE)
          .until(
              () -> worker.metric("cardflow_oldest_unread_seconds", run.topics().commands()) > 1);
      foreign.abortTransaction();

      awaitLag(worker, run, 0);
      Awaitility.await("nothing is unread")
          .atMost(PATIENCE)
          .until(
              () -> worker.metric("cardflow_oldest_unread_seconds", run.topics().commands()) == 0);
    }
  }

  @Test
  @Tag("faults")
  void readinessNamesTheProducerAfterAMinute() {
    try (FaultRun run = new FaultRun(Servers.shared());
        KafkaProducer<String, byte[]> foreign = producer(run, true)) {
      WorkerProcess worker = run.worker().awaitReady();
      send(foreign, run, 1);

      Awaitility.await("readiness names it")
          .atMost(Duration.ofMinutes(2))
          .until(() -> ready(worker).contains("open-transaction." + run.topics().commands()));
      assertTrue(ready(worker).contains("producer id "), ready(worker));
      assertEquals(200, worker.status("ready"));
      foreign.abortTransaction();

      Awaitility.await("it is over")
          .atMost(PATIENCE)
          .until(() -> !ready(worker).contains("open-transaction."));
      assertEquals(1, run.logged("partition blocked by an open transaction"));
      assertEquals(1, run.logged("partition unblocked"));
    }
  }

  @Test
  void recordsCountWhilePostgresqlIsDownFromTheStart() {
    try (FaultRun run = new FaultRun(Servers.shared());
        KafkaProducer<String, byte[]> sender = producer(run, false)) {
      send(sender, run, 6_000);
      Map<String, String> settings = WorkerSettings.of(run.servers(), run.topics(), run.database());
      String unreachable = "postgresql://127.0.0.1:%d/none".formatted(Ports.free());
      settings.put("quarkus.datasource.reactive.url", unreachable);
      settings.put("quarkus.datasource.jdbc.url", "jdbc:" + unreachable);
      settings.put("quarkus.flyway.migrate-at-start", "false");
      try (WorkerProcess worker = new WorkerProcess("lag", settings).start()) {
        awaitLag(worker, run, 6_000);
        assertTrue(worker.metric("cardflow_oldest_unread_seconds", run.topics().commands()) > 0);
        assertFalse(worker.status("ready") == 200);
        assertEquals(200, worker.status("live"));
      }
    }
  }

  private static void awaitLag(WorkerProcess worker, FaultRun run, int records) {
    Awaitility.await("a lag of " + records)
        .atMost(PATIENCE)
        .until(() -> worker.metric(LAG, run.topics().commands()), lag -> lag == records);
  }

  private static String ready(WorkerProcess worker) {
    try {
      return worker.health("ready");
    } catch (IOException unanswered) {
      return "";
    }
  }

  private static void send(KafkaProducer<String, byte[]> producer, FaultRun run, int records) {
    for (int number = 0; number < records; number++) {
      producer.send(
          new ProducerRecord<>(
              run.topics().commands(), "L-" + number, "garbage".getBytes(StandardCharsets.UTF_8)));
    }
    producer.flush();
  }

  private static KafkaProducer<String, byte[]> producer(FaultRun run, boolean transactional) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", run.servers().bootstrapServers());
    if (transactional) {
      settings.put("transactional.id", "foreign-" + run.topics().commands());
      settings.put("transaction.timeout.ms", 300_000);
    }
    KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    if (transactional) {
      producer.initTransactions();
      producer.beginTransaction();
    }
    return producer;
  }
}
