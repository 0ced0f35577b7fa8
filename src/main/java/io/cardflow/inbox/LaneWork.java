package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * A lane's consumer and its work on the partitions that the consumer is assigned.
 *
 * <p>It works only after it has taken its partitions over: it then owns them, and everything
 * decided on them is published. A rebalance or any fault ends that state. After a backoff the lane
 * takes them over again in the same way as after a crash: {@link PartitionTakeover}. If that fails
 * repeatedly while PostgreSQL and Kafka answer, {@link Isolation} finds the partitions that cause
 * the fault.
 */
final class LaneWork implements ConsumerRebalanceListener {

  private static final Logger LOG = Logger.getLogger(LaneWork.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration POLL_WITHOUT_WORK = Duration.ofMillis(50);
  private static final Duration POLL_AGAIN = Duration.ofMillis(10);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final int number;
  private final LaneParts parts;
  private final Turn turn;
  private final Failures failures;
  private final ReadBudget budget = new ReadBudget();
  private final AssignedPartitions assigned = new AssignedPartitions();
  private final RecentState recent = new RecentState();
  private final Consumer<byte[], InboundValue> consumer;
  private final RecordDecoder decoder;
  private final PartitionTakeover takeover;
  private final UnitOfWork unit;
  private final PeriodicTasks tasks;
  private final Isolation isolation;
  private final Membership membership;

  private ConsumerGroupMetadata group;
  private boolean takenOver;

  /**
   * @param partitions how many partitions each inbound topic has
   */
  LaneWork(
      int number,
      LaneParts parts,
      TransactionalPublisher publisher,
      Failures failures,
      int partitions,
      Turn turn) {
    this.number = number;
    this.parts = parts;
    this.turn = turn;
    this.failures = failures;
    this.consumer = parts.clients().consumer(number, budget);
    HomePartition home = new HomePartition(partitions);
    this.decoder = new RecordDecoder(parts.topics(), home, parts.senders());
    InDoubtPublisher inDoubtPublisher =
        new InDoubtPublisher(parts, consumer, publisher, home, budget);
    this.takeover = new PartitionTakeover(parts, consumer, publisher, inDoubtPublisher, partitions);
    this.unit = new UnitOfWork(number, parts, publisher, assigned, recent);
    this.tasks = new PeriodicTasks(parts, consumer);
    this.isolation =
        new Isolation(number, parts, consumer, budget, takeover, assigned, this::workOff, turn);
    this.membership = new Membership(number, parts, consumer, this);
  }

  Membership membership() {
    return membership;
  }

  /** Ends a poll that waits; may be called by another thread. */
  void wakeUp() {
    consumer.wakeup();
  }

  /** Whether the partitions are taken over, so that records can be processed. */
  boolean isTakenOver() {
    return takenOver;
  }

  /** Whether the consumer has received an assignment, even an empty one, since it joined. */
  boolean hasJoined() {
    return group != null;
  }

  /** Polls; where no records can be processed, only so that the consumer stays a member. */
  ConsumerRecords<byte[], InboundValue> poll() {
    budget.renew();
    return consumer.poll(takenOver ? POLL : POLL_WITHOUT_WORK);
  }

  /**
   * Takes the assigned partitions over.
   *
   * @return false if the assignment changed in the meantime, or the lane is to stop
   */
  boolean takeOver() {
    if (failures.isRepeated() && isolation.servicesAnswer()) {
      isolate();
    } else {
      takenOver = takeOverAll();
    }
    turn.alive();
    recent.forget(assigned.isWhole());
    if (takenOver) {
      tasks.answered();
      tasks.compared();
      unit.countUncertain(takeover);
      takeover.logResumed(assigned);
      LOG.logf(
          assigned.partitions().isEmpty() ? Logger.Level.DEBUG : Logger.Level.INFO,
          "partition takeover finished lane=%d partitions=%d halted=%s",
          number,
          assigned.partitions().size(),
          assigned.halts().keySet());
    }
    return takenOver;
  }

  private boolean takeOverAll() {
    assigned.clear();
    if (takeover.takeOver(group, turn) instanceof TakeoverResult.Completed completed) {
      assigned.add(completed.partitions());
      return true;
    }
    return false;
  }

  /** Takes the partitions over one by one, and continues with those that do not fail. */
  private void isolate() {
    Isolation.Result result = isolation.run(group);
    takenOver = result.takenOver();
    if (result.failure() != null) {
      throw result.failure();
    }
    if (takenOver) {
      failures.clear();
      if (result.handsOver()) {
        membership.handOver();
      }
    }
  }

  /**
   * Processes polled records, and does the periodic tasks that are due.
   *
   * @param polling how long the poll took
   * @return whether halted partitions were checked again
   */
  boolean process(ConsumerRecords<byte[], InboundValue> records, Duration polling) {
    tasks.compare(assigned);
    boolean rechecked = isolation.isRecheckDue();
    if (rechecked) {
      isolation.recheck(group);
      recent.forget(assigned.isWhole());
    }
    if (!takenOver) {
      // A check led to a rebalance; the records are polled again.
      return rechecked;
    }
    if (records.isEmpty()) {
      tasks.idle(assigned);
    } else {
      List<ConsumerRecords<byte[], InboundValue>> polls = polls(records, polling);
      if (takenOver) {
        workOff(polls);
      }
      // Otherwise the second poll led to a rebalance; the records of both are polled again.
    }
    if (takenOver && failures.isEmpty() && !assigned.working().isEmpty()) {
      parts.health().works(number);
    }
    return rechecked;
  }

  /**
   * The polled records, and those that arrived since. The consumer prefetches: records that a poll
   * returns without waiting were fetched when the previous batch started, and records that arrived
   * during that batch would wait for one more. A quiet topic has none, so there is no second poll.
   */
  private List<ConsumerRecords<byte[], InboundValue>> polls(
      ConsumerRecords<byte[], InboundValue> records, Duration polling) {
    boolean fetchedAhead = polling.compareTo(POLL_AGAIN) < 0;
    return fetchedAhead && records.count() < parts.clients().batchSize()
        ? List.of(records, consumer.poll(POLL_AGAIN))
        : List.of(records);
  }

  /** Decodes and processes polled records; those beyond the limit are polled again. */
  private void workOff(List<ConsumerRecords<byte[], InboundValue>> polls) {
    long polled = System.nanoTime();
    Batch batch = decoder.read(polls);
    if (!batch.records().isEmpty()) {
      unit.run(batch, polled, group);
    }
    for (InboundPartition cut : batch.cut()) {
      consumer.seek(parts.topics().kafka(cut), assigned.next(cut));
    }
    tasks.answered();
    failures.worked(batch.numbers());
  }

  /** Stops the work until the partitions are taken over again. */
  void suspend() {
    takenOver = false;
    consumer.pause(consumer.assignment());
  }

  /** The partition numbers of the batch that failed; all if none was at work. */
  Set<Integer> numbersAtFault(boolean inBatch) {
    if (inBatch && !unit.numbersAtWork().isEmpty()) {
      return unit.numbersAtWork();
    }
    Set<Integer> numbers = new TreeSet<>();
    consumer.assignment().forEach(each -> numbers.add(each.partition()));
    return numbers;
  }

  /**
   * Whether this replica itself is at fault: nothing has succeeded on it for long, while PostgreSQL
   * and Kafka answer. Its clock, settings or network may be the cause.
   */
  boolean isReplicaAtFault() {
    return failures.isLasting() && !parts.health().othersWork(number) && isolation.servicesAnswer();
  }

  /** Whether another replica is a member of the group. */
  boolean groupHasOthers() {
    return isolation.groupHasOthers();
  }

  void leaveGroup() {
    membership.leave();
    takenOver = false;
    group = null;
    assigned.clear();
  }

  /** The status with a fault; null if there is none. */
  LaneStatus status(String fault) {
    Map<Integer, Halt> halts = new TreeMap<>(assigned.halts());
    if (!takenOver && hasJoined()) {
      // A takeover that failed may have found why partitions halt.
      takeover.found().forEach(halts::putIfAbsent);
    }
    return new LaneStatus(
        hasJoined(), assigned.partitions().size(), fault, Collections.unmodifiableMap(halts));
  }

  /** Stores the published offsets before the lane stops. */
  void drain() {
    if (takenOver) {
      tasks.note(assigned);
    }
  }

  void close() {
    consumer.close(CloseOptions.timeout(CLOSE));
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> added) {
    group = consumer.groupMetadata();
    takenOver = false;
    failures.forgetNumbers();
    assigned.clear();
    PartitionTakeover.hold(consumer);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    takenOver = false;
    assigned.clear();
  }
}
