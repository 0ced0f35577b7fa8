package io.cardflow.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** Asks the cluster, before anything is consumed, whether the guarantees can be kept on it. */
final class BrokerCheck {

  /**
   * Transactions of version 2 (KIP-890, Kafka 4.0): in older ones, a late message of an aborted
   * transaction can end up in the next.
   */
  private static final short TRANSACTION_VERSION = 2;

  private static final Logger LOG = Logger.getLogger(BrokerCheck.class);

  private final KafkaClients clients;
  private final TopicNames topics;
  private volatile List<String> warnings = List.of();

  BrokerCheck(KafkaClients clients, TopicNames topics) {
    this.clients = clients;
    this.topics = topics;
  }

  /**
   * Asks the cluster; the topics' settings are compared as far as they may be described.
   *
   * @return how many partitions each inbound topic has
   * @throws IllegalStateException naming what is missing
   * @throws OutputTooLarge if a topic does not take all that is going to be published on it
   */
  int partitions() {
    try (OpenAdmin open = new OpenAdmin(clients)) {
      requireTransactions(open.admin());
      List<String> names = new ArrayList<>(topics.inbound());
      names.addAll(topics.outbound());
      Map<String, TopicDescription> found =
          KafkaAnswer.of(open.admin().describeTopics(names).allTopicNames());
      int commands = found.get(topics.commands()).partitions().size();
      int statuses = found.get(topics.producerStatus()).partitions().size();
      if (commands != statuses) {
        throw new IllegalStateException(
            "%s has %d partitions and %s has %d; they must have the same number"
                .formatted(topics.commands(), commands, topics.producerStatus(), statuses));
      }
      warn(new TopicCheck(topics).warnings(TopicSettings.of(open.admin(), names)));
      return commands;
    } catch (KafkaException failed) {
      throw new IllegalStateException(
          "the broker does not answer, or a topic is missing: " + failed.getMessage(), failed);
    }
  }

  /** What the last check found that should be set otherwise, a sentence each; empty if nothing. */
  List<String> warnings() {
    return warnings;
  }

  /** Each lane checks, and each of them again after a failure: what is known is not repeated. */
  private synchronized void warn(List<String> found) {
    if (!found.equals(warnings)) {
      warnings = found;
      found.forEach(warning -> LOG.warnf("topic settings warning=%s", warning));
    }
  }

  private static void requireTransactions(Admin admin) {
    FinalizedVersionRange version =
        KafkaAnswer.of(admin.describeFeatures().featureMetadata())
            .finalizedFeatures()
            .get("transaction.version");
    int found = version == null ? 0 : version.maxVersionLevel();
    if (found < TRANSACTION_VERSION) {
      throw new IllegalStateException(
          "the cluster has transaction.version "
              + found
              + ", and at least "
              + TRANSACTION_VERSION
              + " is needed: Kafka 4.0 or newer with the feature raised");
    }
  }
}
