package io.cardflow.inbox;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Describes topics in one request. Kafka's own error for a missing topic does not name it. */
final class TopicDescriptions {

  private TopicDescriptions() {}

  /**
   * @return the description of each topic by name
   * @throws IllegalStateException naming the topics that are missing or cannot be described
   * @throws RuntimeException if the broker does not answer in time
   */
  static Map<String, TopicDescription> of(Admin admin, Collection<String> topics) {
    Map<String, KafkaFuture<TopicDescription>> asked =
        admin.describeTopics(topics).topicNameValues();
    Map<String, TopicDescription> found = new TreeMap<>();
    TreeSet<String> missing = new TreeSet<>();
    for (var each : asked.entrySet()) {
      try {
        found.put(each.getKey(), KafkaAnswer.of(each.getValue()));
      } catch (UnknownTopicOrPartitionException unknown) {
        missing.add(each.getKey());
      } catch (RetriableException away) {
        // The broker does not answer, which is not the fault of one topic.
        throw away;
      } catch (KafkaException failed) {
        throw new IllegalStateException(
            "topic %s cannot be described: %s".formatted(each.getKey(), failed.getMessage()),
            failed);
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "topics are missing: %s; create them".formatted(String.join(", ", missing)));
    }
    return found;
  }
}
