package io.cardflow.bench;

import io.cardflow.local.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/** Waits until a group has processed all records of the inbound topics. */
final class Drain implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(50);
  private static final int QUIET_POLLS = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Admin admin;
  private final Topics topics;
  private final int partitions;

  Drain(String bootstrapServers, Topics topics, int partitions) {
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    this.topics = topics;
    this.partitions = partitions;
  }

  /**
   * @throws IllegalStateException if the contestant ends, or takes longer than ten minutes
   */
  void await(Replicas contestant) {
    await(contestant, "has taken all in", this::nothingWaits);
  }

  private static void await(Replicas contestant, String what, BooleanSupplier done) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      if (!contestant.alive() || System.nanoTime() > until) {
        throw new IllegalStateException("the contestant has ended before it " + what);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** Waits until the contestant's members own all partitions of both topics. */
  void awaitMembers(Replicas contestant) {
    await(contestant, "has partitions", () -> hasPartitions(contestant.members()));
  }

  /** Waits until at least this many events are published and no more arrive. */
  void awaitEvents(int events, Replicas contestant) {
    long[] before = {-1, 0};
    await(
        contestant,
        "has published",
        () -> {
          long now = ends(topics.events());
          before[1] = now == before[0] && now >= events ? before[1] + 1 : 0;
          before[0] = now;
          return before[1] > QUIET_POLLS;
        });
  }

  /** Waits until no more events arrive. */
  void awaitQuiet(Replicas contestant) {
    awaitEvents(0, contestant);
  }

  @Override
  public void close() {
    admin.close();
  }

  private boolean hasPartitions(int members) {
    try {
      ConsumerGroupDescription group =
          admin
              .describeConsumerGroups(List.of(topics.commands()))
              .all()
              .get()
              .get(topics.commands());
      return group.groupState() == GroupState.STABLE
          && group.members().size() == members
          && group.members().stream()
                  .mapToInt(member -> member.assignment().topicPartitions().size())
                  .sum()
              == 2 * partitions;
    } catch (ExecutionException notYet) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private long ends(String topic) {
    Map<TopicPartition, OffsetSpec> all = new HashMap<>();
    for (int number = 0; number < partitions; number++) {
      all.put(new TopicPartition(topic, number), OffsetSpec.latest());
    }
    try {
      return admin.listOffsets(all).all().get().values().stream()
          .mapToLong(ListOffsetsResultInfo::offset)
          .sum();
    } catch (ExecutionException busy) {
      return -1;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private boolean nothingWaits() {
    Map<TopicPartition, OffsetSpec> all = new HashMap<>();
    for (int number = 0; number < partitions; number++) {
      all.put(new TopicPartition(topics.commands(), number), OffsetSpec.latest());
      all.put(new TopicPartition(topics.producerStatus(), number), OffsetSpec.latest());
    }
    try {
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin
              .listConsumerGroupOffsets(
                  topics.commands(), new ListConsumerGroupOffsetsOptions().requireStable(true))
              .partitionsToOffsetAndMetadata()
              .get();
      return admin.listOffsets(all).all().get().entrySet().stream()
          .allMatch(
              end ->
                  end.getValue().offset() == 0
                      || committed.get(end.getKey()) != null
                          && committed.get(end.getKey()).offset() >= end.getValue().offset());
    } catch (ExecutionException busy) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
