package io.cardflow.bench;

import io.cardflow.local.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts the events of a run as a read-committed consumer receives them. */
final class EventReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** How often a waiting thread checks whether the contestant still runs. */
  private static final long CHECK_MILLIS = 500;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread reader;
  private volatile boolean open = true;
  private long count;
  private long latest = System.nanoTime();

  /** Starts at the beginning of the topic, whose events must all be of this run. */
  EventReader(String bootstrapServers, Topics topics) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        IntStream.range(0, Platform.PARTITIONS)
            .mapToObj(number -> new TopicPartition(topics.events(), number))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    reader = new Thread(this::read, "events");
    reader.start();
  }

  /**
   * Waits for this many events.
   *
   * @return when the last of them was received, by {@link System#nanoTime}
   * @throws IllegalStateException if the contestant ends, or takes longer than ten minutes
   */
  long await(long events, Replicas contestant) {
    long until = System.nanoTime() + PATIENCE_NANOS;
    while (!arrived(events)) {
      if (!contestant.alive() || System.nanoTime() > until) {
        throw new IllegalStateException("the contestant has ended before its last event");
      }
    }
    return latest();
  }

  /** Waits for this many events, or until none has arrived for a time. */
  void awaitOrQuiet(long events, Duration quiet) {
    long from = System.nanoTime();
    boolean arrived = arrived(events);
    while (!arrived && System.nanoTime() - Math.max(from, latest()) < quiet.toNanos()) {
      arrived = arrived(events);
    }
  }

  @Override
  public void close() {
    open = false;
    try {
      reader.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean arrived(long events) {
    if (count < events) {
      try {
        wait(CHECK_MILLIS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(interrupted);
      }
    }
    return count >= events;
  }

  private synchronized long latest() {
    return latest;
  }

  private synchronized void add(int events) {
    count += events;
    latest = System.nanoTime();
    notifyAll();
  }

  private void read() {
    try (consumer) {
      while (open) {
        int events = consumer.poll(POLL).count();
        if (events > 0) {
          add(events);
        }
      }
    }
  }
}
