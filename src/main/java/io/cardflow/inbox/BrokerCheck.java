package io.cardflow.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** Checks, before anything is consumed, that the cluster can support the guarantees. */
final class BrokerCheck {

  /**
   * Transactions version 2 (KIP-890, Kafka 4.0): with older ones, a late record of an aborted
   * transaction can become part of the next.
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
   * Checks the cluster, and the topics' settings as far as the worker may describe them.
   *
   * @return how many partitions each inbound topic has
   * @throws IllegalStateException if a topic, a feature or the broker's answer is missing; its
   *     message names it
   * @throws OutputTooLarge if a topic does not accept the largest record that is published on it
   */
  int partitions() {
    try (OpenAdmin open = new OpenAdmin(clients)) {
      requireTransactions(open.admin());
      List<String> names = new ArrayList<>(topics.inbound());
      names.addAll(topics.outbound());
      Map<String, TopicDescription> found = TopicDescriptions.of(open.admin(), names);
      int commands = found.get(topics.commands()).partitions().size();
      int statuses = found.get(topics.producerStatus()).partitions().size();
      if (commands != statuses) {
        throw new IllegalStateException(
            "%s has %d partitions and %s has %d; they must have the same number"
                .formatted(topics.commands(), commands, topics.producerStatus(), statuses));
      }
      names.addAll(topics.others());
      warn(new TopicCheck(topics).warnings(TopicSettings.of(open.admin(), names)));
      return commands;
    } catch (KafkaException failed) {
      throw new IllegalStateException(
          "the cluster cannot be checked: " + failed.getMessage(), failed);
    }
  }

  /** The settings that the last check advises to change, one sentence each. */
  List<String> warnings() {
    return warnings;
  }

  /** Logs only changes, since every lane checks, and again after each failure. */
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
