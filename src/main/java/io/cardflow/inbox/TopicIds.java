package io.cardflow.inbox;

import io.cardflow.domain.InboundTopic;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;

/**
 * Reads Kafka's ids of the inbound topics. A topic that is deleted and created again has another.
 */
final class TopicIds {

  private TopicIds() {}

  /**
   * @throws IllegalStateException naming the topics that are missing
   * @throws RuntimeException if the broker does not answer in time
   */
  static Map<InboundTopic, UUID> of(KafkaClients clients, TopicNames topics) {
    try (OpenAdmin open = new OpenAdmin(clients)) {
      Map<String, TopicDescription> found = TopicDescriptions.of(open.admin(), topics.inbound());
      Map<InboundTopic, UUID> ids = new EnumMap<>(InboundTopic.class);
      for (InboundTopic topic : InboundTopic.values()) {
        Uuid id = found.get(topics.name(topic)).topicId();
        ids.put(topic, new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits()));
      }
      return ids;
    }
  }
}
