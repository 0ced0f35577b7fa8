package io.cardflow.api;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Adds up the published events for the streams. While there is no stream it fetches none: its
 * partitions are paused, and the next stream begins with the present.
 *
 * <p>The consumer is paused, not the channel: that of a paused channel is polled every two
 * milliseconds, which costs more than the pause saves.
 */
@ApplicationScoped
public class ChangeFeed {

  private static final String CHANNEL = "changes";

  private static final Duration POSITION = Duration.ofMillis(500);

  private final KafkaClientService clients;
  private final Changes.Tally tally = new Changes.Tally();
  private volatile boolean watched;

  ChangeFeed(KafkaClientService clients) {
    this.clients = clients;
  }

  @Incoming(CHANNEL)
  void receive(ConsumerRecords<byte[], byte[]> events) {
    if (!watched) {
      return;
    }
    for (ConsumerRecord<byte[], byte[]> event : events) {
      ChangedCard change = ChangedCard.of(event);
      if (change != null) {
        tally.add(change);
      }
    }
  }

  /** Begins to collect. */
  void begin() {
    watched = true;
  }

  /** Ends collecting, and forgets what was collected. */
  void end() {
    watched = false;
    tally.take();
    watch().subscribe().with(done -> {}, off -> {});
  }

  /** What has changed since the call before; null if nothing has. */
  Changes take() {
    return tally.take();
  }

  /**
   * Fetches events, if they are collected; otherwise it ceases to.
   *
   * @return completes when that is done; fails if the channel is off
   */
  Uni<Void> watch() {
    KafkaConsumer<byte[], byte[]> consumer = clients.getConsumer(CHANNEL);
    return consumer == null
        ? Uni.createFrom().failure(new IllegalStateException("the channel changes is off"))
        : consumer.runOnPollingThread(this::adapt);
  }

  private void adapt(Consumer<byte[], byte[]> consumer) {
    if (!watched) {
      consumer.pause(consumer.assignment());
      return;
    }
    Set<TopicPartition> paused = consumer.paused();
    // Without partitions, the end of all of them would be sought.
    if (!paused.isEmpty()) {
      consumer.seekToEnd(paused);
      determine(consumer, paused);
      consumer.resume(paused);
      tally.add(Changes.GAP);
    }
  }

  /** Events from now on are read, even if they are published before the next poll. */
  private static void determine(Consumer<?, ?> consumer, Set<TopicPartition> partitions) {
    try {
      for (TopicPartition each : partitions) {
        consumer.position(each, POSITION);
      }
    } catch (TimeoutException later) {
      // The brokers do not answer; a poll determines the positions when they do.
    }
  }

  private void assigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    if (watched) {
      // The position is the end, so that events may have been missed.
      tally.add(Changes.GAP);
    } else {
      consumer.pause(partitions);
    }
  }

  /** Listens to the rebalances of the channel's group. */
  @ApplicationScoped
  @Identifier(CHANNEL)
  static class Assignments implements KafkaConsumerRebalanceListener {

    private final ChangeFeed feed;

    Assignments(ChangeFeed feed) {
      this.feed = feed;
    }

    @Override
    public void onPartitionsAssigned(
        Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
      feed.assigned(consumer, partitions);
    }
  }
}
