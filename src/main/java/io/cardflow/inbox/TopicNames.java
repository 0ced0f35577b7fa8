package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.InboundTopic;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.wire.OutboundTopic;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** The configured names of the topics. */
record TopicNames(
    String commands,
    String producerStatus,
    String events,
    String rejections,
    String deadLetters,
    String privacy,
    String audit) {

  static TopicNames of(CardflowConfig.Topics topics) {
    return new TopicNames(
        topics.commands(),
        topics.producerStatus(),
        topics.events(),
        topics.rejections(),
        topics.deadLetters(),
        topics.privacy(),
        topics.audit());
  }

  List<String> inbound() {
    return List.of(commands, producerStatus);
  }

  List<String> outbound() {
    return List.of(events, rejections, deadLetters);
  }

  /** Topics that no lane uses. */
  List<String> others() {
    return List.of(privacy, audit);
  }

  String name(InboundTopic topic) {
    return switch (topic) {
      case COMMANDS -> commands;
      case PRODUCER_STATUS -> producerStatus;
    };
  }

  String name(OutboundTopic topic) {
    return switch (topic) {
      case EVENTS -> events;
      case REJECTIONS -> rejections;
      case AUDIT -> audit;
    };
  }

  InboundPartition inbound(TopicPartition partition) {
    InboundTopic topic =
        partition.topic().equals(commands) ? InboundTopic.COMMANDS : InboundTopic.PRODUCER_STATUS;
    return new InboundPartition(topic, partition.partition());
  }

  TopicPartition kafka(InboundPartition partition) {
    return new TopicPartition(name(partition.topic()), partition.number());
  }
}
