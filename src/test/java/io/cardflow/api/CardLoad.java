package io.cardflow.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.servers.Servers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** Complete life cycles of many cards, interleaved at random. */
final class CardLoad implements AutoCloseable {

  private static final List<String[]> LIFE =
      List.of(
          new String[] {
            "command.request-card",
            """
            {"layoutId":"L1","delivery":{"recipient":"R","addressOne":"A","postalCode":"1",\
            "city":"C","countryCode":"SE"}}\
            """
          },
          new String[] {"command.assign-card", "{\"holderId\":\"early\"}"},
          new String[] {"producer.order-accepted", "{\"orderId\":\"O1\",\"batchId\":\"B1\"}"},
          new String[] {"producer.card-shipped", "{\"orderId\":\"O1\",\"trackingNumber\":\"N1\"}"},
          new String[] {"command.initialize-card", "{}"},
          new String[] {"command.assign-card", "{\"holderId\":\"H-%s\"}"},
          new String[] {"command.extend-card", "{\"validUntil\":\"2099-01-01T00:00:00Z\"}"},
          new String[] {"command.withdraw-card", "{}"},
          new String[] {"command.lock-card", "{}"});

  private final CardflowConfig config;
  private final Random random = new Random(3);
  private final KafkaProducer<String, byte[]> producer;

  CardLoad(CardflowConfig config) {
    this.config = config;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", Servers.shared().bootstrapServers(), "acks", "all"),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /**
   * Sends the life cycles on a thread of its own, step by step: a step follows when the one before
   * is decided, since the two topics have no order between them.
   *
   * @param rate records per second
   * @param decided how many records the worker has decided
   */
  CompletableFuture<Void> send(int cards, int rate, LongSupplier decided) {
    return CompletableFuture.runAsync(
        () -> {
          long before = decided.getAsLong();
          int sent = 0;
          for (String[] step : LIFE) {
            long start = System.nanoTime();
            int first = random.nextInt(cards);
            for (int i = 0; i < cards; i++) {
              send("K-" + (first + i) % cards, step[0], step[1]);
              LockSupport.parkNanos(start + i * (1_000_000_000L / rate) - System.nanoTime());
            }
            producer.flush();
            sent += cards;
            long expected = before + sent;
            Awaitility.await("the step is decided")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> decided.getAsLong() >= expected);
          }
        },
        runnable -> new Thread(runnable, "card-load").start());
  }

  @Override
  public void close() {
    producer.close();
  }

  private void send(String card, String type, String data) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(
            type.startsWith("command")
                ? config.topics().commands()
                : config.topics().producerStatus(),
            card,
            data.replace("%s", card).getBytes(UTF_8));
    Map<String, String> headers =
        Map.of(
            "ce_specversion",
            "1.0",
            "ce_id",
            type + "-" + data.hashCode(),
            "ce_source",
            type.startsWith("command") ? "/iam" : "/gocards",
            "ce_type",
            "io.cardflow." + type + ".v1",
            "ce_subject",
            card,
            "content-type",
            "application/json");
    headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    producer.send(record);
  }
}
