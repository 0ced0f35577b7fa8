package io.cardflow.faults;

import io.cardflow.local.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Reads the state of a run's group from the broker. */
final class GroupInspector {

  private final String bootstrapServers;
  private final Topics topics;

  GroupInspector(FaultRun run) {
    bootstrapServers = run.servers().bootstrapServers();
    topics = run.topics();
  }

  /** The number of inbound partitions that a replica owns. */
  int partitions(String replica) {
    String ofReplica = "@" + replica;
    try (Admin admin = admin()) {
      return get(admin.describeConsumerGroups(List.of(topics.commands())).all())
          .get(topics.commands())
          .members()
          .stream()
          .filter(member -> member.clientId().endsWith(ofReplica))
          .map(MemberDescription::assignment)
          .mapToInt(assignment -> assignment.topicPartitions().size())
          .sum();
    }
  }

  /** The group's offsets by topic and partition, as {@code COMMANDS/0}. */
  Map<String, Long> committed() {
    Map<String, Long> committed = new TreeMap<>();
    try (Admin admin = admin()) {
      get(admin.listConsumerGroupOffsets(topics.commands()).partitionsToOffsetAndMetadata())
          .forEach(
              (partition, offset) -> {
                boolean commands = partition.topic().equals(topics.commands());
                committed.put(
                    (commands ? "COMMANDS/" : "PRODUCER_STATUS/") + partition.partition(),
                    offset.offset());
              });
    }
    return committed;
  }

  /** The number of records on the topic of commands; control records count, too. */
  long commands() {
    try (Admin admin = admin()) {
      TopicDescription topic =
          get(admin.describeTopics(List.of(topics.commands())).allTopicNames())
              .get(topics.commands());
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      topic
          .partitions()
          .forEach(
              each ->
                  ends.put(
                      new TopicPartition(topics.commands(), each.partition()),
                      OffsetSpec.latest()));
      return get(admin.listOffsets(ends).all()).values().stream()
          .mapToLong(ListOffsetsResultInfo::offset)
          .sum();
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  private static <T> T get(KafkaFuture<T> asked) {
    try {
      return asked.get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
