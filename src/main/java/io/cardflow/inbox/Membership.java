package io.cardflow.inbox;

import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.jboss.logging.Logger;

/**
 * A lane's membership in the consumer group. The lane leaves for a while so that partitions are
 * tried on another replica, or together with all lanes of a replica on which nothing works.
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

  /** Makes this lane stay away for a while, so that others take its partitions over. */
  void handOver() {
    handOverUntil = System.nanoTime() + parts.health().times().away().toNanos();
  }

  /** How long the lane still stays out of the group; zero if it should be a member. */
  Duration away() {
    Duration handOver = Duration.ofNanos(Math.max(0, handOverUntil - System.nanoTime()));
    Duration replica = parts.health().away();
    return handOver.compareTo(replica) > 0 ? handOver : replica;
  }

  /** Leaves the group, which notifies the listener. */
  void leave() {
    member = false;
    consumer.unsubscribe();
    LOG.infof("inbox left the group lane=%d for_ms=%d", lane, away().toMillis());
  }
}
