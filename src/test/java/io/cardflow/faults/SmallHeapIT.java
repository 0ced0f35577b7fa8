package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.servers.Servers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * With a heap of 256 MiB and the default settings, the worker handles the largest possible input of
 * every kind.
 */
class SmallHeapIT {

  private static final int BLANKS = 900_000;
  private static final int LARGEST_VALUE = 64 * 1024;
  private static final int READOUT_CHARACTERS = 4_096;

  @Test
  void theLargestOfEverythingFits() throws Exception {
    run(600, 200, 200, 400);
  }

  @Test
  @Tag("faults")
  void muchOfTheLargestOfEverythingFits() throws Exception {
    run(2_000, 1_000, 1_000, 5_000);
  }

  private static void run(int bombs, int cards, int repetitions, int letters) throws Exception {
    try (FaultRun run = new FaultRun(Servers.shared())) {
      compressed(run);
      WorkerProcess worker = run.worker().awaitReady();

      sendBombs(run, bombs);
      awaitDone(run, worker);
      int tooLarge = deadLetters(worker);
      assertEquals(bombs, tooLarge, "each bomb is a dead letter");

      sendCardsWithFacts(run, worker, cards);
      repeat(run, worker, repetitions);

      sendLargestLetters(run, letters);
      awaitDone(run, worker);
      assertEquals(bombs + letters, deadLetters(worker));

      assertTrue(worker.isAlive());
      assertEquals(0, run.logged("OutOfMemoryError"));
      assertEquals(1, run.logged("started in"), "the same process all along");
      run.history();
    }
  }

  /** Values that consist of blanks, which are compressed to a few bytes on the topic. */
  private static void sendBombs(FaultRun run, int bombs) {
    try (KafkaProducer<String, byte[]> producer = producer(run, "zstd", 4 * 1024 * 1024)) {
      byte[] blanks = new byte[BLANKS];
      Arrays.fill(blanks, (byte) ' ');
      for (int bomb = 0; bomb < bombs; bomb++) {
        send(producer, run.topics().commands(), "command.lock-card", "b-" + bomb, "B-1", blanks);
      }
    }
  }

  /** Each card gets the maximum number of readouts, and one update loads all of them again. */
  private static void sendCardsWithFacts(FaultRun run, WorkerProcess worker, int cards) {
    try (KafkaProducer<String, byte[]> producer = producer(run, "none", 16 * 1024)) {
      for (int card = 0; card < cards; card++) {
        send(
            producer,
            run.topics().commands(),
            "command.request-card",
            "r-" + card,
            "F-" + card,
            bytes(
                """
                {"layoutId":"L1","delivery":{"recipient":"R","addressOne":"A","postalCode":"1",\
                "city":"C","countryCode":"SE"}}\
                """));
      }
      producer.flush();
      awaitDone(run, worker);
      for (int card = 0; card < cards; card++) {
        status(producer, run, "order-accepted", "a-" + card, card, ",\"batchId\":\"B1\"");
        StringBuilder readouts = new StringBuilder();
        for (int readout = 0; readout < 10; readout++) {
          readouts
              .append(readouts.isEmpty() ? "" : ",")
              .append("{\"type\":\"T" + readout + "\",\"value\":\"")
              .append("\u00e9".repeat(READOUT_CHARACTERS / 2))
              .append("\"}");
        }
        status(
            producer, run, "card-produced", "p-" + card, card, ",\"readouts\":[" + readouts + "]");
      }
      producer.flush();
      awaitDone(run, worker);
      for (int card = 0; card < cards; card++) {
        status(producer, run, "card-shipped", "s-" + card, card, ",\"trackingNumber\":\"N\"");
      }
      producer.flush();
      awaitDone(run, worker);
      assertEquals(cards, run.count("SELECT count(*) FROM card WHERE state = 'PRODUCED'"));
    }
  }

  /** A card with the largest possible facts, in as many messages as a batch may have. */
  private static void repeat(FaultRun run, WorkerProcess worker, int repetitions) {
    try (KafkaProducer<String, byte[]> producer = producer(run, "none", 16 * 1024)) {
      String commands = run.topics().commands();
      send(producer, commands, "command.initialize-card", "i-0", "F-0", bytes("{}"));
      for (int each = 0; each < repetitions; each++) {
        boolean assigns = each % 2 == 0;
        send(
            producer,
            commands,
            assigns ? "command.assign-card" : "command.withdraw-card",
            "x-" + each,
            "F-0",
            bytes(assigns ? "{\"holderId\":\"h\"}" : "{}"));
      }
      producer.flush();
      awaitDone(run, worker);
      assertEquals(
          (repetitions + 1) / 2, run.count("SELECT assignments FROM card WHERE id = 'F-0'"));
    }
  }

  /** Malformed messages of the largest size, which are published as received. */
  private static void sendLargestLetters(FaultRun run, int letters) {
    byte[] value = new byte[LARGEST_VALUE];
    Arrays.fill(value, (byte) 'x');
    byte[] header = new byte[30 * 1024];
    try (KafkaProducer<String, byte[]> producer = producer(run, "none", 256 * 1024)) {
      for (int letter = 0; letter < letters; letter++) {
        ProducerRecord<String, byte[]> record =
            new ProducerRecord<>(run.topics().commands(), "L-" + letter, value);
        CloudEvent.headers(record, "command.lock-card", "l-" + letter);
        record.headers().add("note", header);
        producer.send(record);
      }
    }
  }

  private static void status(
      KafkaProducer<String, byte[]> producer,
      FaultRun run,
      String name,
      String id,
      int card,
      String more) {
    send(
        producer,
        run.topics().producerStatus(),
        "producer." + name,
        id,
        "F-" + card,
        bytes("{\"orderId\":\"O1\"" + more + "}"));
  }

  private static void send(
      KafkaProducer<String, byte[]> producer,
      String topic,
      String type,
      String id,
      String card,
      byte[] value) {
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, card, value);
    CloudEvent.headers(record, type, id);
    producer.send(record);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static KafkaProducer<String, byte[]> producer(
      FaultRun run, String compression, int batch) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", run.servers().bootstrapServers());
    settings.put("acks", "all");
    settings.put("linger.ms", 5);
    settings.put("compression.type", compression);
    settings.put("batch.size", batch);
    return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }

  /** Allows compressed batches on the topic of commands, as a topic created elsewhere may. */
  private static void compressed(FaultRun run)
      throws ExecutionException, InterruptedException, TimeoutException {
    run.topics().create(run.servers().bootstrapServers(), Servers.PARTITIONS);
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", run.servers().bootstrapServers()))) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, run.topics().commands()),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry("compression.type", "producer"),
                          AlterConfigOp.OpType.SET))))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  private static int deadLetters(WorkerProcess worker) {
    return (int) worker.metric("cardflow_messages_total", "outcome=\"dead_lettered\"");
  }

  private static void awaitDone(FaultRun run, WorkerProcess worker) {
    Awaitility.await("all decided")
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofMillis(300))
        .failFast("the worker ended", () -> !worker.isAlive())
        .until(() -> !run.isBehind());
  }
}
