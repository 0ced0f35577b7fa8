package io.cardflow.store;

import io.cardflow.domain.InboundPartition;
import io.smallrye.mutiny.Uni;
import java.util.Map;

/** Reads the consumer group's offsets from Kafka. */
@FunctionalInterface
public interface CommittedOffsets {

  /**
   * The group's offset of each inbound partition that has one. Waits for offsets that a transaction
   * is about to commit.
   *
   * @return fails if Kafka does not answer within the implementation's deadline
   */
  Uni<Map<InboundPartition, Long>> read();
}
