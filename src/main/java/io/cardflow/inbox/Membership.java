package io.cardflow.inbox;

import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.jboss.logging.Logger;

/**
 * A lane's membership in the consumer group. It leaves for a while to have partitions tried under
 * another replica, or with all lanes of a replica on which nothing works.
 */
final class Membership {

  private static final Logger LOG = Logger.getLogger(Membership.class);

  private final int lane;
  private final LaneParts parts;
  private final Consumer<byte[], InboundValue> consumer;
  private final ConsumerRebalanceListener listener;
  private boolean member;
  private long handOverUntil = System.nanoTime();

  Membership(
      int lane,
      LaneParts parts,
      Consumer<byte[], InboundValue> consumer,
      ConsumerRebalanceListener listener) {
    this.lane = lane;
    this.parts = parts;
    this.consumer = consumer;
    this.listener = listener;
  }

  boolean isMember() {
    return member;
  }

  void join() {
    consumer.subscribe(parts.topics().inbound(), listener);
    member = true;
  }

  /** Has this lane stay away for a while, so that others take its partitions over. */
  void handOver() {
    handOverUntil = System.nanoTime() + parts.health().times().away().toNanos();
  }

  /** How long the lane is to stay out of the group; zero if it is to be a member. */
  Duration away() {
    Duration handOver = Duration.ofNanos(Math.max(0, handOverUntil - System.nanoTime()));
    Duration replica = parts.health().away();
    return handOver.compareTo(replica) > 0 ? handOver : replica;
  }

  /** Leaves the group; the listener learns of it. */
  void leave() {
    member = false;
    consumer.unsubscribe();
    LOG.infof("inbox left the group lane=%d for_ms=%d", lane, away().toMillis());
  }
}
