package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.local.DataDirectory;
import io.cardflow.local.EmbeddedBroker;
import io.cardflow.local.Topics;
import io.cardflow.servers.Database;
import io.cardflow.servers.WorkerSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/**
 * Waiting records are counted, and their age is determined, on a real broker, whatever blocks them.
 */
class LagMonitorTest {

  private static final int PARTITION = 3;

  @Test
  void anOpenTransactionIsCountedAndNamedUntilItEnds() throws Exception {
    try (Road road = new Road();
        LagWatch watch = new LagWatch(road);
        KafkaProducer<String, byte[]> foreign = transactional(road)) {
      road.replica();
      TopicPartition partition = partition(road);
      foreign.beginTransaction();
      for (int number = 0; number < 7; number++) {
        foreign.send(record(road, "F-" + number, null));
      }
      foreign.flush();

      watch.awaitLag(partition.topic(), 7);
      LagWatch.await("it is named").until(() -> watch.blocked().containsKey(partition));
      Blocked blocked = watch.blocked().get(partition);
      assertEquals(OptionalLong.of(producerId(road)), blocked.producer());
      assertEquals(7, blocked.end() - blocked.stable());
      assertTrue(blocked.detail().contains("producer id " + producerId(road)), blocked.detail());
      assertEquals(1, watch.blocked().size(), "the others are not blocked");
      foreign.abortTransaction();

      LagWatch.await("it is over").until(() -> watch.blocked().isEmpty());
      watch.awaitLag(partition.topic(), 0);
    }
  }

  @Test
  void aPartitionWithoutAnOwnerCountsFromItsBeginningOrFromTheGroupsOffset() throws Exception {
    try (Road road = new Road();
        LagWatch watch = new LagWatch(road)) {
      for (int number = 0; number < 6_000; number++) {
        road.send(record(road, "N-" + number, null));
      }
      road.sent();
      watch.awaitLag(road.topics().commands(), 6_000);
      assertEquals(0, watch.lag(road.topics().producerStatus()));

      commit(road, 5_990);

      watch.awaitLag(road.topics().commands(), 10);
    }
  }

  @Test
  void theOldestUnreadRecordAgesUntilItIsConsumed() throws Exception {
    try (Road road = new Road();
        LagWatch watch = new LagWatch(road)) {
      TopicPartition partition = partition(road);
      LagWatch.await("nothing is unread").until(() -> watch.age(partition) == 0);
      road.send(record(road, "O-1", anHourAgo()));
      road.sent();

      LagWatch.await("its age is shown").until(() -> watch.age(partition) >= 3_600);
      double age = watch.age(partition);
      assertTrue(age < 3_660, "age " + age);
      LagWatch.await("it grows").until(() -> watch.age(partition) > age + 1);

      road.replica();
      LagWatch.await("all is consumed").until(() -> watch.age(partition) == 0);
    }
  }

  @Test
  void theNextRecordHasItsOwnAge() throws Exception {
    try (Road road = new Road();
        LagWatch watch = new LagWatch(road)) {
      road.send(record(road, "O-1", anHourAgo()));
      road.send(record(road, "O-2", null));
      road.sent();
      LagWatch.await("the first").until(() -> watch.age(partition(road)) >= 3_600);

      commit(road, 1);

      LagWatch.await("the second").until(() -> watch.age(partition(road)) < 3_600);
      assertTrue(watch.age(partition(road)) > 0);
    }
  }

  /** An idle lane skips the marker; on a partition without an owner it stays unread. */
  @Test
  void aTransactionMarkerIsNotAnUnreadRecord() throws Exception {
    try (Road road = new Road();
        LagWatch watch = new LagWatch(road);
        KafkaProducer<String, byte[]> foreign = transactional(road)) {
      foreign.beginTransaction();
      foreign.send(record(road, "F-1", null));
      foreign.commitTransaction();
      LagWatch.await("the record is unread").until(() -> watch.age(partition(road)) > 0);

      commit(road, 1);

      watch.awaitLag(road.topics().commands(), 1);
      LagWatch.await("nothing is unread").until(() -> watch.age(partition(road)) == 0);
    }
  }

  @Test
  void nothingIsShownWhileTheBrokerIsDownAndTheThreadStillEnds() throws Exception {
    Set<Thread> others = threads();
    try (DataDirectory directory = DataDirectory.temporary("cardflow-lag-");
        EmbeddedBroker broker = new EmbeddedBroker(0, directory.kafka())) {
      broker.start();
      Topics topics = Topics.of("lag");
      topics.create(broker.bootstrapServers(), 2);
      var config =
          WorkerSettings.config(
              WorkerSettings.of(
                  broker.bootstrapServers(), topics, new Database("127.0.0.1", 1, "", "", "")));
      Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
      try (LagWatch watch = new LagWatch(config, new KafkaClients(kafka, config))) {
        watch.awaitLag(topics.commands(), 0);

        broker.stop();
        LagWatch.await("not a number").until(() -> Double.isNaN(watch.lag(topics.commands())));
        assertTrue(Double.isNaN(watch.age(new TopicPartition(topics.commands(), 0))));

        broker.start();
        watch.awaitLag(topics.commands(), 0);
        broker.stop();
      }
      LagWatch.await("the thread ends").until(() -> others.containsAll(threads()));
    }
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(each -> each.getName().equals("cardflow-inbox-lag"))
        .collect(Collectors.toSet());
  }

  private static long anHourAgo() {
    return Instant.now().minus(Duration.ofHours(1)).toEpochMilli();
  }

  private static TopicPartition partition(Road road) {
    return new TopicPartition(road.topics().commands(), PARTITION);
  }

  private static ProducerRecord<String, byte[]> record(Road road, String key, Long timestamp) {
    return new ProducerRecord<>(
        road.topics().commands(),
        PARTITION,
        timestamp,
        key,
        "garbage".getBytes(StandardCharsets.UTF_8));
  }

  private static KafkaProducer<String, byte[]> transactional(Road road) {
    Map<String, Object> settings = new HashMap<>(road.kafka());
    settings.put("transactional.id", foreign(road));
    KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    producer.initTransactions();
    return producer;
  }

  private static String foreign(Road road) {
    return "foreign-" + road.topics().commands();
  }

  private static long producerId(Road road) throws Exception {
    try (Admin admin = Admin.create(road.kafka())) {
      return admin
          .describeTransactions(List.of(foreign(road)))
          .description(foreign(road))
          .get()
          .producerId();
    }
  }

  private static void commit(Road road, long offset) throws Exception {
    try (Admin admin = Admin.create(road.kafka())) {
      admin
          .alterConsumerGroupOffsets(
              road.config().inbox().groupId(),
              Map.of(partition(road), new OffsetAndMetadata(offset)))
          .all()
          .get();
    }
  }
}
