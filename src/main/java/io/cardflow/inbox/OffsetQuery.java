package io.cardflow.inbox;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the offsets of all inbound partitions, and the group's, from the cluster, regardless of who
 * owns them.
 */
final class OffsetQuery {

  private final TopicNames topics;
  private final String group;

  OffsetQuery(TopicNames topics, String group) {
    this.topics = topics;
    this.group = group;
  }

  /**
   * Takes six requests, regardless of the number of partitions; a request for offsets goes to each
   * broker that leads some of them.
   *
   * @throws RuntimeException if the cluster refuses or does not answer in time
   */
  Map<TopicPartition, Offsets> ask(Admin admin) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
    for (TopicDescription topic : TopicDescriptions.of(admin, topics.inbound()).values()) {
      for (int number = 0; number < topic.partitions().size(); number++) {
        TopicPartition partition = new TopicPartition(topic.name(), number);
        latest.put(partition, OffsetSpec.latest());
        earliest.put(partition, OffsetSpec.earliest());
      }
    }
    KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> begins =
        offsets(admin, earliest, IsolationLevel.READ_UNCOMMITTED);
    KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> stables =
        offsets(admin, latest, IsolationLevel.READ_COMMITTED);
    KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> ends =
        offsets(admin, latest, IsolationLevel.READ_UNCOMMITTED);
    Map<TopicPartition, ListOffsetsResultInfo> begin = KafkaAnswer.of(begins);
    Map<TopicPartition, ListOffsetsResultInfo> stable = KafkaAnswer.of(stables);
    Map<TopicPartition, ListOffsetsResultInfo> end = KafkaAnswer.of(ends);
    // Read last, so that a lane that keeps up with its senders has no lag.
    Map<TopicPartition, OffsetAndMetadata> committed =
        KafkaAnswer.of(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group));
    Map<TopicPartition, Offsets> all = new HashMap<>();
    for (TopicPartition each : latest.keySet()) {
      OffsetAndMetadata offset = committed.get(each);
      all.put(
          each,
          new Offsets(
              begin.get(each).offset(),
              offset == null ? Offsets.NONE : offset.offset(),
              stable.get(each).offset(),
              end.get(each).offset()));
    }
    return all;
  }

  private static KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> offsets(
      Admin admin, Map<TopicPartition, OffsetSpec> which, IsolationLevel isolation) {
    return admin.listOffsets(which, new ListOffsetsOptions(isolation)).all();
  }
}
