package io.cardflow.ops.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.servers.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Windows of a topic are read to their end, over markers and removed records, or not in time. */
class TopicReaderTest {

  private static final Duration TIME = Duration.ofSeconds(20);

  private final String topic = "reader-" + UUID.randomUUID();
  private final Admin admin = Admin.create(kafka());
  private final TopicReaders readers = new TopicReaders(Map.copyOf(kafka()));

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void theOffsetsOfAllPartitionsAreGiven() throws Exception {
    create(3, Map.of());
    send(1, false, "a", "b");

    try (TopicReader reader = readers.open(topic, TIME, 10)) {
      assertEquals(
          Map.of(0, new OffsetWindow(0, 0), 1, new OffsetWindow(0, 2), 2, new OffsetWindow(0, 0)),
          reader.offsets());
    }
  }

  @Test
  void aMissingTopicHasNoPartitions() {
    try (TopicReader reader = readers.open(topic, Duration.ofSeconds(3), 10)) {
      assertEquals(Map.of(), reader.offsets());
    }
  }

  @Test
  void recordsOfAWindowAreReadAndThoseBehindItAreNot() throws Exception {
    create(1, Map.of());
    send(0, false, "a", "b", "c", "d");

    assertEquals(List.of("b", "c"), read(new OffsetWindow(1, 3)));
  }

  @Test
  void abortedRecordsAndMarkersArePassed() throws Exception {
    create(1, Map.of());
    send(0, true, "a");
    send(0, false, "b");
    send(0, true, "c");

    try (TopicReader reader = readers.open(topic, TIME, 10)) {
      OffsetWindow all = reader.offsets().get(0);
      assertEquals(new OffsetWindow(0, 5), all);
      assertEquals(List.of("b"), read(all));
      assertNull(reader.record(0, 1), "a marker");
      assertEquals("b", text(reader.record(0, 2).value()));
    }
  }

  @Test
  void compactedRecordsArePassed() throws Exception {
    create(
        1,
        Map.of(
            "cleanup.policy", "compact",
            "segment.bytes", "1048576",
            "segment.ms", "100",
            "min.cleanable.dirty.ratio", "0.001",
            "max.compaction.lag.ms", "100"));
    for (int i = 0; i < 5; i++) {
      keyed("k", "v" + i);
    }
    Awaitility.await("compacted")
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              // A segment is closed by a later record.
              keyed("other", "x");
              return !read(new OffsetWindow(0, 5)).contains("v0");
            });

    try (TopicReader reader = readers.open(topic, TIME, 10)) {
      assertEquals(
          Set.of(0), reader.read(Map.of(0, new OffsetWindow(0, 3)), record -> {}), "to its end");
      assertNull(reader.record(0, 0));
    }
  }

  @Test
  void recordsThatAreRemovedMeanwhileArePassed() throws Exception {
    create(2, Map.of());
    send(0, false, "a", "b", "c", "d");
    send(1, false, "x");
    admin
        .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(2)))
        .all()
        .get();

    try (TopicReader reader = readers.open(topic, TIME, 10)) {
      List<String> read = new ArrayList<>();
      Set<Integer> done =
          reader.read(
              Map.of(0, new OffsetWindow(0, 4), 1, new OffsetWindow(0, 1)),
              record -> read.add(text(record.value())));
      assertEquals(Set.of(0, 1), done);
      assertEquals(List.of("c", "d", "x"), read.stream().sorted().toList());
      assertEquals(
          Set.of(0), reader.read(Map.of(0, new OffsetWindow(0, 1)), record -> {}), "all removed");
    }
  }

  @Test
  void offsetsBehindTheEndAreReadAsEmpty() throws Exception {
    create(1, Map.of());
    send(0, false, "a");

    assertEquals(List.of(), read(new OffsetWindow(50, 60)));
  }

  @Test
  void aValueThatIsTooLargeHasOnlyItsSize() throws Exception {
    create(1, Map.of());
    send(0, false, "12345678901");

    try (TopicReader reader = readers.open(topic, TIME, 10)) {
      KeptValue value = reader.record(0, 0).value();
      assertEquals(11, value.size());
      assertNull(value.bytes());
    }
  }

  @Test
  void whatIsNotReadInTimeIsNotReportedAsRead() throws Exception {
    create(1, Map.of());
    send(0, false, "a");

    try (TopicReader reader = readers.open(topic, Duration.ZERO, 10)) {
      assertEquals(Set.of(), reader.read(Map.of(0, new OffsetWindow(0, 1)), record -> {}));
      assertThrows(KafkaException.class, () -> reader.record(0, 0));
    }
  }

  @Test
  void aTopicThatIsCreatedAgainHasAnotherId() throws Exception {
    create(1, Map.of());
    UUID first = readers.topicId(topic);
    assertEquals(first, readers.topicId(topic));
    admin.deleteTopics(List.of(topic)).all().get();
    Awaitility.await("deleted").until(() -> !admin.listTopics().names().get().contains(topic));
    create(1, Map.of());

    assertNotEquals(first, readers.topicId(topic));
    assertThrows(KafkaException.class, () -> readers.topicId("none-" + topic));
  }

  private List<String> read(OffsetWindow window) {
    try (TopicReader reader = readers.open(topic, TIME, 100)) {
      List<String> read = new ArrayList<>();
      Set<Integer> done = reader.read(Map.of(0, window), record -> read.add(text(record.value())));
      assertTrue(done.contains(0));
      return read;
    }
  }

  private static String text(KeptValue value) {
    return new String(value.bytes(), UTF_8);
  }

  private void create(int partitions, Map<String, String> settings) throws Exception {
    admin
        .createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(settings)))
        .all()
        .get();
    Awaitility.await("leaders")
        .ignoreExceptions()
        .until(
            () ->
                admin
                    .describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .stream()
                    .allMatch(each -> each.leader() != null));
  }

  /** Sends values, in a transaction that is aborted or without one. */
  private void send(int partition, boolean aborted, String... values) throws Exception {
    Map<String, Object> settings = kafka();
    if (aborted) {
      settings = new HashMap<>(settings);
      settings.put("transactional.id", topic);
    }
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      if (aborted) {
        producer.initTransactions();
        producer.beginTransaction();
      }
      for (String value : values) {
        producer.send(new ProducerRecord<>(topic, partition, null, value)).get();
      }
      if (aborted) {
        long end = end(partition);
        producer.abortTransaction();
        // The marker is written after the producer's call has returned.
        Awaitility.await("the marker").until(() -> end(partition) == end + 1);
      }
    }
  }

  private long end(int partition) {
    TopicPartition of = new TopicPartition(topic, partition);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return consumer.endOffsets(Set.of(of)).get(of);
    }
  }

  private void keyed(String key, String value) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(kafka(), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, key, value)).get();
    }
  }

  private static Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", Servers.shared().bootstrapServers());
  }
}
