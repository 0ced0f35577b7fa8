package io.cardflow.inbox;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Computes the partition of a card's records: Kafka's default partitioning of the key (murmur2).
 * Records that a client with another partitioner sent elsewhere are forwarded, so that one owner
 * sees them all.
 *
 * @param partitions how many partitions each inbound topic has; at least 1
 */
record HomePartition(int partitions) {

  int of(String cardId) {
    return of(cardId.getBytes(StandardCharsets.UTF_8));
  }

  int of(byte[] key) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }
}
