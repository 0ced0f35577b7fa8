package io.cardflow.inbox;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Finds, for one measurement, the producers of open transactions. This needs the permission to read
 * the topic, and is optional: if the broker does not answer in time, the producer stays unknown.
 */
final class TransactionOwners implements OpenTransactions.Producers {

  private static final Logger LOG = Logger.getLogger(TransactionOwners.class);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Admin admin;
  private final long until = System.nanoTime() + LIMIT.toNanos();

  TransactionOwners(Admin admin) {
    this.admin = admin;
  }

  @Override
  public OptionalLong of(TopicPartition partition, long firstOffset) {
    if (System.nanoTime() > until) {
      return OptionalLong.empty();
    }
    try {
      return KafkaAnswer.of(
              admin
                  .describeProducers(
                      Set.of(partition),
                      new DescribeProducersOptions().timeoutMs((int) LIMIT.toMillis()))
                  .partitionResult(partition))
          .activeProducers()
          .stream()
          .filter(each -> each.currentTransactionStartOffset().orElse(-1) == firstOffset)
          .mapToLong(ProducerState::producerId)
          .findFirst();
    } catch (RuntimeException failed) {
      LOG.debugf(failed, "producers unknown partition=%s", partition);
      return OptionalLong.empty();
    }
  }
}
