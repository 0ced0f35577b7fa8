package io.cardflow.store;

import io.cardflow.domain.InboundPartition;
import io.smallrye.mutiny.Uni;
import java.util.Map;

/** How far the consumer group is in Kafka. */
@FunctionalInterface
public interface CommittedOffsets {

  /**
   * The group's offset of each inbound partition that has one. An offset that a transaction is
   * about to commit is waited for.
   *
   * @return fails if Kafka does not answer within a deadline of the implementation's
   */
  Uni<Map<InboundPartition, Long>> read();
}
