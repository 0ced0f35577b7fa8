package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.history.HistoryChecker;
import io.cardflow.servers.Servers;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** An operator's settings for Kafka clients do not break any guarantee. */
class ClientSettingsOnTheRoadTest {

  private static final int CARDS = 40;

  @Test
  void theEventsOfACardStayInOnePartitionIfKeysAreIgnored() throws Exception {
    // The client changes the partition of records without a key when a batch is full.
    run(Map.of("partitioner.ignore.keys", "true", "batch.size", "100"));
  }

  @Test
  void noEventIsLostOrRepeatedWithTheWorstSettings() throws Exception {
    run(
        Map.ofEntries(
            Map.entry("partitioner.class", RoundRobinPartitioner.class.getName()),
            Map.entry("acks", "0"),
            Map.entry("enable.idempotence", "false"),
            Map.entry("isolation.level", "read_uncommitted"),
            Map.entry("enable.auto.commit", "true"),
            Map.entry("auto.offset.reset", "latest"),
            Map.entry("group.instance.id", "static"),
            Map.entry("group.protocol", "consumer"),
            Map.entry("transactional.id", "mine"),
            Map.entry("transaction.timeout.ms", "1"),
            Map.entry("retries", "0"),
            Map.entry("max.poll.records", "1")));
  }

  private static void run(Map<String, String> worst) throws Exception {
    try (Road road = new Road()) {
      Map<String, Object> kafka = road.kafka();
      kafka.putAll(worst);
      for (int card = 0; card < CARDS; card++) {
        road.request("T-" + card);
        road.command("abort-order", "T-" + card, "{}");
      }
      road.sent();

      Replica replica = road.replica(new KafkaClients(kafka, road.config()));
      replica.awaitEnded(2 * CARDS);

      Map<String, Set<Integer>> partitions = partitionsOfEvents(road, 3 * CARDS);
      assertEquals(CARDS, partitions.size());
      assertTrue(partitions.values().stream().allMatch(each -> each.size() == 1), "" + partitions);
      assertEquals(List.of(), HistoryChecker.violations(road.history()));
    }
  }

  private static Map<String, Set<Integer>> partitionsOfEvents(Road road, int events) {
    Map<String, Set<Integer>> partitions = new HashMap<>();
    try (KafkaConsumer<String, byte[]> reader =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                road.servers().bootstrapServers(),
                "isolation.level",
                "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          IntStream.range(0, Servers.PARTITIONS)
              .mapToObj(number -> new TopicPartition(road.topics().events(), number))
              .toList();
      reader.assign(all);
      reader.seekToBeginning(all);
      for (int read = 0; read < events; ) {
        for (ConsumerRecord<String, byte[]> record : reader.poll(Duration.ofSeconds(10))) {
          partitions.computeIfAbsent(record.key(), key -> new HashSet<>()).add(record.partition());
          read++;
        }
      }
    }
    return partitions;
  }
}
