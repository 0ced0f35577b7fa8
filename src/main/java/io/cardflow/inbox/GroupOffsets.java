package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.store.CommittedOffsets;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the group's offsets from Kafka, one request per partition: under load some transaction is
 * always about to commit an offset, but none blocks a single partition for long.
 */
@Singleton
class GroupOffsets implements CommittedOffsets {

  private final KafkaClients clients;
  private final TopicNames topics;
  private final String group;

  GroupOffsets(KafkaClients clients, TopicNames topics, CardflowConfig config) {
    this.clients = clients;
    this.topics = topics;
    this.group = config.inbox().groupId();
  }

  @Override
  public Uni<Map<InboundPartition, Long>> read() {
    return Uni.createFrom()
        .item(this::ask)
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  private Map<InboundPartition, Long> ask() {
    try (OpenAdmin open = new OpenAdmin(clients)) {
      Admin admin = open.admin();
      Map<TopicPartition, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> asked =
          new HashMap<>();
      for (TopicPartition each : partitions(admin)) {
        asked.put(each, offset(admin, each));
      }
      KafkaAnswer.of(KafkaFuture.allOf(asked.values().toArray(KafkaFuture[]::new)));
      Map<InboundPartition, Long> offsets = new HashMap<>();
      for (var each : asked.entrySet()) {
        OffsetAndMetadata committed = KafkaAnswer.of(each.getValue()).get(each.getKey());
        if (committed != null) {
          offsets.put(topics.inbound(each.getKey()), committed.offset());
        }
      }
      return offsets;
    }
  }

  private List<TopicPartition> partitions(Admin admin) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (TopicDescription topic : TopicDescriptions.of(admin, topics.inbound()).values()) {
      topic
          .partitions()
          .forEach(each -> partitions.add(new TopicPartition(topic.name(), each.partition())));
    }
    return partitions;
  }

  private KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> offset(
      Admin admin, TopicPartition partition) {
    return admin
        .listConsumerGroupOffsets(
            Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(partition))),
            new ListConsumerGroupOffsetsOptions().requireStable(true))
        .partitionsToOffsetAndMetadata(group);
  }
}
