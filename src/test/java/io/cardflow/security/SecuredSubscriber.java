package io.cardflow.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** Reads committed records of topics from their beginning, in its own group. */
final class SecuredSubscriber implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final KafkaConsumer<String, byte[]> consumer;
  private final List<Seen> received = new ArrayList<>();

  private record Seen(String topic, String key, JsonNode value) {}

  SecuredSubscriber(Map<String, String> client, String group, String... topics) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("group.id", group);
    settings.put("isolation.level", "read_committed");
    settings.put("auto.offset.reset", "earliest");
    this.consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    consumer.subscribe(List.of(topics));
  }

  /** Waits until a card has reached a state. */
  JsonNode awaitState(String card, String state) {
    return await(
        SecuredServers.TOPICS.events(), card, value -> value.path("to").asText().equals(state));
  }

  /** Waits for a record, which may have arrived already. */
  JsonNode await(String topic, String key, Predicate<JsonNode> wanted) {
    Predicate<Seen> it =
        seen -> seen.topic().equals(topic) && seen.key().equals(key) && wanted.test(seen.value());
    Awaitility.await("a record of " + key + " on " + topic)
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              if (received.stream().noneMatch(it)) {
                consumer.poll(Duration.ofMillis(100)).forEach(each -> received.add(seen(each)));
              }
              return received.stream().anyMatch(it);
            });
    return received.stream().filter(it).findFirst().orElseThrow().value();
  }

  private static Seen seen(ConsumerRecord<String, byte[]> record) {
    try {
      return new Seen(record.topic(), record.key(), JSON.readTree(record.value()));
    } catch (IOException noJson) {
      throw new UncheckedIOException(noJson);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
