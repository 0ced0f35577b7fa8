package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Finds the partitions that cause a fault: takes them over one by one and lets each work for a
 * moment. A number that fails while others work is halted, and retried like every halted one. The
 * first time, it is also handed to another replica: only a partition that fails alone on a second
 * replica is itself the cause.
 */
final class Isolation {

  /** Processes polled records. */
  interface Work {
    void run(List<ConsumerRecords<byte[], InboundValue>> polls);
  }

  /**
   * The result of an isolation.
   *
   * @param takenOver whether the lane has taken its partitions over; false if the assignment
   *     changed in the meantime
   * @param failure the failure if all partitions failed, so that none is the cause; null if some
   *     work
   * @param handsOver whether a partition that fails here is to be tried on another replica
   */
  record Result(boolean takenOver, RuntimeException failure, boolean handsOver) {}

  private static final Logger LOG = Logger.getLogger(Isolation.class);
  private static final Duration ATTEMPT = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(50);

  private final int lane;
  private final LaneParts parts;
  private final Consumer<byte[], InboundValue> consumer;
  private final PartitionTakeover takeover;
  private final AssignedPartitions assigned;
  private final ReadBudget budget;
  private final Work work;
  private final Turn turn;
  private final GroupMembers members;
  private long lastCheck = System.nanoTime();

  Isolation(
      int lane,
      LaneParts parts,
      Consumer<byte[], InboundValue> consumer,
      ReadBudget budget,
      PartitionTakeover takeover,
      AssignedPartitions assigned,
      Work work,
      Turn turn) {
    this.lane = lane;
    this.parts = parts;
    this.consumer = consumer;
    this.takeover = takeover;
    this.assigned = assigned;
    this.budget = budget;
    this.work = work;
    this.turn = turn;
    this.members = new GroupMembers(parts.clients());
  }

  /** Whether PostgreSQL and Kafka answer, so that a fault is not an outage. */
  boolean servicesAnswer() {
    try {
      Futures.await(parts.store().ping());
      consumer.committed(consumer.assignment());
      return true;
    } catch (RuntimeException away) {
      LOG.debug("outage detected", away);
      return false;
    }
  }

  /** Whether another replica is a member of the group. */
  boolean groupHasOthers() {
    return members.hasOthers();
  }

  /** Takes over the numbers one by one. */
  Result run(ConsumerGroupMetadata group) {
    assigned.clear();
    Map<Integer, RuntimeException> failed = new TreeMap<>();
    Set<Integer> numbers = new TreeSet<>();
    consumer.assignment().forEach(each -> numbers.add(each.partition()));
    for (int number : numbers) {
      try {
        if (!alone(number, true, group)) {
          return new Result(false, null, false);
        }
      } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError fault) {
        failed.put(
            number,
            fault instanceof RuntimeException known ? known : new IllegalStateException(fault));
        assigned.clear(number);
      }
    }
    if (failed.size() == numbers.size() && !parts.health().othersWork(lane)) {
      return new Result(false, failed.values().iterator().next(), false);
    }
    boolean handsOver = false;
    for (Map.Entry<Integer, RuntimeException> each : failed.entrySet()) {
      handsOver |= halt(each.getKey(), each.getValue());
    }
    resumeWorking();
    lastCheck = System.nanoTime();
    return new Result(true, null, handsOver && members.hasOthers());
  }

  /** Whether halted partitions are due for a recheck. */
  boolean isRecheckDue() {
    return !assigned.halts().isEmpty()
        && System.nanoTime() - lastCheck > parts.health().times().recheck().toNanos();
  }

  /** Takes each halted number over again; it resumes if its cause is gone. */
  void recheck(ConsumerGroupMetadata group) {
    for (Map.Entry<Integer, Halt> each : assigned.halts().entrySet()) {
      int number = each.getKey();
      boolean faulty = each.getValue().reason() == HaltReason.PARTITION_FAULT;
      try {
        if (!alone(number, faulty, group)) {
          return;
        }
        if (faulty) {
          Futures.await(parts.store().worksAgain(number));
        }
      } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError fault) {
        LOG.debugf(fault, "partition still halted partition=%d", number);
        assigned.clear(number);
        takeover.halt(number, each.getValue(), assigned);
      }
    }
    resumeWorking();
    takeover.logResumed(assigned);
    lastCheck = System.nanoTime();
  }

  /**
   * Takes a number over and optionally lets it work for a moment, while nothing is read from
   * others.
   *
   * @return false if the assignment changed in the meantime, or the lane is to stop
   */
  private boolean alone(int number, boolean works, ConsumerGroupMetadata group) {
    assigned.clear(number);
    if (!(takeover.takeOver(number, group, turn) instanceof TakeoverResult.Completed completed)) {
      return false;
    }
    assigned.add(completed.partitions());
    if (works && !assigned.halts().containsKey(number)) {
      attempt(number);
    }
    return !assigned.numbers().isEmpty();
  }

  /** Polls for a moment if there are unread records, and processes them. */
  private void attempt(int number) {
    if (!hasUnread(number)) {
      return;
    }
    long until = System.nanoTime() + ATTEMPT.toNanos();
    while (System.nanoTime() < until && !turn.stopping()) {
      budget.renew();
      ConsumerRecords<byte[], InboundValue> records = consumer.poll(POLL);
      turn.alive();
      if (!assigned.numbers().contains(number)) {
        // The poll led to a rebalance.
        return;
      }
      if (!records.isEmpty()) {
        work.run(List.of(records));
        return;
      }
    }
  }

  private boolean hasUnread(int number) {
    Set<TopicPartition> both =
        consumer.assignment().stream()
            .filter(each -> each.partition() == number)
            .collect(Collectors.toSet());
    return consumer.endOffsets(both).entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
  }

  private void resumeWorking() {
    for (InboundPartition each : assigned.working()) {
      consumer.resume(Set.of(parts.topics().kafka(each)));
    }
  }

  /** Halts a number that failed alone; returns true if no other replica has reported it before. */
  private boolean halt(int number, RuntimeException fault) {
    String cause = fault.getClass().getSimpleName() + ": " + fault.getMessage();
    String other =
        Futures.await(parts.store().failedAlone(number, parts.clients().instance(), cause));
    takeover.halt(
        number,
        HaltReason.PARTITION_FAULT.with(
            Map.of(
                "replicas",
                other == null ? "on this replica" : "on this replica and on " + other,
                "error",
                cause,
                "recheck",
                parts.health().times().recheck().toSeconds())),
        assigned);
    return other == null;
  }
}
