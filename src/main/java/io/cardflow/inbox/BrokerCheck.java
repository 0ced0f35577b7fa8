package io.cardflow.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.TopicDescription;

/** Asks the cluster, before anything is consumed, whether the guarantees can be kept on it. */
final class BrokerCheck {

  /**
   * Transactions of version 2 (KIP-890, Kafka 4.0): in older ones, a late message of an aborted
   * transaction can end up in the next.
   */
  private static final short TRANSACTION_VERSION = 2;

  private final KafkaClients clients;
  private final TopicNames topics;

  BrokerCheck(KafkaClients clients, TopicNames topics) {
    this.clients = clients;
    this.topics = topics;
  }

  /**
   * @return how many partitions each inbound topic has
   * @throws IllegalStateException naming what is missing
   */
  int partitions() {
    try (Admin admin = clients.admin()) {
      requireTransactions(admin);
      List<String> names = new ArrayList<>(topics.inbound());
      names.addAll(topics.outbound());
      Map<String, TopicDescription> found = admin.describeTopics(names).allTopicNames().get();
      int commands = found.get(topics.commands()).partitions().size();
      int statuses = found.get(topics.producerStatus()).partitions().size();
      if (commands != statuses) {
        throw new IllegalStateException(
            "%s has %d partitions and %s has %d; they must have the same number"
                .formatted(topics.commands(), commands, topics.producerStatus(), statuses));
      }
      return commands;
    } catch (ExecutionException failed) {
      throw new IllegalStateException(
          "the broker does not answer, or a topic is missing: " + failed.getCause().getMessage(),
          failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }

  private static void requireTransactions(Admin admin)
      throws ExecutionException, InterruptedException {
    FinalizedVersionRange version =
        admin
            .describeFeatures()
            .featureMetadata()
            .get()
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
