package io.cardflow.faults;

import io.cardflow.local.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Complete life cycles of many cards, interleaved at random but repeatable by seed: on both topics
 * without order between them, with duplicates, reused ids, commands that no state permits, and
 * garbage.
 */
final class MixedLoad implements AutoCloseable {

  private static final List<String[]> LIFE =
      List.of(
          new String[] {
            "command.request-card",
            """
            {"layoutId":"L1","delivery":{"recipient":"R","addressOne":"A","postalCode":"1",\
            "city":"C","countryCode":"SE"}}\
            """
          },
          new String[] {"producer.order-accepted", "{\"orderId\":\"O1\",\"batchId\":\"B1\"}"},
          new String[] {"producer.card-shipped", "{\"orderId\":\"O1\",\"trackingNumber\":\"N1\"}"},
          new String[] {"command.initialize-card", "{}"},
          new String[] {"command.assign-card", "{\"holderId\":\"H-%s\"}"},
          new String[] {"command.withdraw-card", "{\"reason\":\"returned\"}"},
          new String[] {"command.assign-card", "{\"holderId\":\"H-%s\"}"},
          new String[] {"command.abort-order", "{}"},
          new String[] {"producer.production-started", "{\"orderId\":\"O2\"}"},
          new String[] {"command.lock-card", "{\"reason\":\"lost\"}"});

  private final Topics topics;
  private final KafkaProducer<String, byte[]> producer;
  private final Random random;
  private final Set<String> names = new HashSet<>();
  private int reused;
  private int sent;
  private int garbage;

  MixedLoad(String bootstrapServers, Topics topics, long seed) {
    this.topics = topics;
    this.random = new Random(seed);
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "acks",
                "all",
                "linger.ms",
                5,
                "delivery.timeout.ms",
                120_000),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /**
   * Sends the life cycles of cards on its own thread.
   *
   * @param rate records per second
   */
  CompletableFuture<Void> send(int cards, int rate) {
    return CompletableFuture.runAsync(
        () -> {
          int[] steps = new int[cards];
          List<Integer> alive = new ArrayList<>();
          for (int card = 0; card < cards; card++) {
            alive.add(card);
          }
          long start = System.nanoTime();
          while (!alive.isEmpty()) {
            int at = random.nextInt(alive.size());
            int card = alive.get(at);
            step("K-" + card, steps[card]++);
            if (steps[card] == LIFE.size()) {
              alive.set(at, alive.get(alive.size() - 1));
              alive.remove(alive.size() - 1);
            }
            LockSupport.parkNanos(start + sent * (1_000_000_000L / rate) - System.nanoTime());
          }
          producer.flush();
        },
        runnable -> new Thread(runnable, "mixed-load").start());
  }

  /** The number of sent records. */
  int sent() {
    return sent;
  }

  /** The number of sent records that are not messages. */
  int garbage() {
    return garbage;
  }

  /** The number of distinct message ids, and one more for each reused id: each has an answer. */
  int journalRows() {
    return names.size() + reused;
  }

  @Override
  public void close() {
    producer.close();
  }

  private void step(String card, int step) {
    String id = card + "-" + step;
    String type = LIFE.get(step)[0];
    String data = LIFE.get(step)[1].replace("%s", card);
    names.add(id);
    send(card, type, id, data);
    switch (random.nextInt(50)) {
      case 0, 1 -> send(card, type, id, data);
      case 2 -> {
        send(card, "command.lock-card", card + "-0", "{\"reason\":\"" + id + "\"}");
        reused++;
      }
      case 3 -> {
        send(card, type, "g-" + id, "{");
        garbage++;
      }
      default -> {
        // Most messages are sent once.
      }
    }
  }

  private void send(String card, String type, String id, String data) {
    String topic = type.startsWith("command") ? topics.commands() : topics.producerStatus();
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic, card, data.getBytes(StandardCharsets.UTF_8));
    CloudEvent.headers(record, type, id);
    producer.send(record);
    sent++;
  }
}
