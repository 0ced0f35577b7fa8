package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * One member of the group, on a thread of its own: poll, decide, persist, publish, and again.
 *
 * <p>It works only while it is settled: it then knows that it owns its partitions, and that all
 * that was decided on them is published. A rebalance or any fault unsettles it. The partitions are
 * paused, the polls go on (so that it stays a member), and after a while it settles again by the
 * one road that also follows a crash: {@link Settlement}. Where that fails again and again while
 * PostgreSQL and Kafka answer, {@link Isolation} finds the partitions that bring the fault along.
 */
final class Lane implements Runnable, ConsumerRebalanceListener, Turn {

  private static final Logger LOG = Logger.getLogger(Lane.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration POLL_UNSETTLED = Duration.ofMillis(50);
  private static final Duration POLL_AGAIN = Duration.ofMillis(10);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final int number;
  private final LaneParts parts;
  private final Publisher publisher;
  private final ReadBudget budget = new ReadBudget();
  private final Ownership ownership = new Ownership();
  private final Memory memory = new Memory();
  private final Backoff backoff;
  private final Failures failures = new Failures();
  private final CountDownLatch stop = new CountDownLatch(1);

  private Consumer<byte[], InboundValue> consumer;
  private Reader reader;
  private Settlement settlement;
  private UnitOfWork work;
  private Upkeep upkeep;
  private Isolation isolation;
  private Membership membership;
  private ConsumerGroupMetadata group;
  private boolean settled;

  private volatile Consumer<byte[], InboundValue> waking;
  private volatile LaneStatus status = LaneStatus.STARTING;
  private volatile long lastProgress = System.nanoTime();

  Lane(int number, LaneParts parts) {
    this.number = number;
    this.parts = parts;
    this.publisher = new Publisher(parts.clients(), number);
    this.backoff = new Backoff(parts.health().times().retry());
  }

  /** What it reports to other threads. */
  LaneStatus status() {
    return status;
  }

  /** How long ago it last polled, took partitions over, or paused on purpose. */
  Duration sinceProgress() {
    return Duration.ofNanos(System.nanoTime() - lastProgress);
  }

  /** Asks it to end what it has begun and to leave the group. */
  void stop() {
    stop.countDown();
    Consumer<byte[], InboundValue> asleep = waking;
    if (asleep != null) {
      asleep.wakeup();
    }
  }

  @Override
  public void run() {
    try {
      if (open()) {
        while (!stopping()) {
          turn();
        }
        drain();
      }
    } catch (Throwable error) {
      status = new LaneStatus(false, 0, "ended by " + error.getClass().getName(), Map.of());
      parts.fatal().accept(error);
    } finally {
      close();
    }
  }

  @Override
  public boolean stopping() {
    return stop.getCount() == 0;
  }

  @Override
  public void alive() {
    lastProgress = System.nanoTime();
  }

  private boolean open() {
    while (!stopping()) {
      alive();
      try {
        int partitions = parts.check().partitions();
        consumer = parts.clients().consumer(number, budget);
        waking = consumer;
        reader = new Reader(parts.topics(), new HomePartition(partitions));
        Republication republication = new Republication(parts, consumer, publisher, reader, budget);
        settlement = new Settlement(parts, consumer, publisher, republication, partitions);
        work = new UnitOfWork(number, parts, publisher, ownership, memory);
        upkeep = new Upkeep(parts, consumer);
        isolation =
            new Isolation(
                number, parts, consumer, budget, settlement, ownership, this::workOff, this);
        membership = new Membership(number, parts, consumer, this);
        membership.join();
        return true;
      } catch (RuntimeException failed) {
        fault("start", failed);
        pause(backoff.remaining());
      }
    }
    return false;
  }

  private void turn() {
    Duration away = membership.away();
    if (!away.isZero()) {
      stayAway(away);
      return;
    }
    if (!membership.isMember()) {
      membership.join();
      backoff.reset();
      failures.clear();
    }
    ConsumerRecords<byte[], InboundValue> records;
    long begun = System.nanoTime();
    try {
      budget.renew();
      records = consumer.poll(settled ? POLL : POLL_UNSETTLED);
      alive();
    } catch (WakeupException asked) {
      LOG.debugf("lane=%d woken", number);
      return;
    } catch (Exception | Error failed) {
      fault("poll", failed);
      await(backoff.remaining());
      return;
    }
    try {
      if (!settled) {
        if (group != null && backoff.remaining().isZero()) {
          settle();
        }
      } else {
        work(records, System.nanoTime() - begun < POLL_AGAIN.toNanos());
      }
    } catch (WakeupException asked) {
      LOG.debugf("lane=%d woken", number);
    } catch (Exception | Error failed) {
      fault(settled ? "batch" : "settle", failed);
    }
  }

  private void settle() {
    if (failures.isRepeated() && isolation.servicesAnswer()) {
      isolate();
    } else {
      settled = settlement.settle(ownership, group, this);
    }
    alive();
    memory.forget(ownership.isWhole());
    if (settled) {
      upkeep.answered();
      upkeep.compared();
      backoff.reset();
      tell(null);
      work.countUncertain(settlement);
      settlement.logResumed(ownership);
      LOG.infof(
          "inbox settled lane=%d partitions=%d halted=%s",
          number, ownership.partitions().size(), ownership.halts().keySet());
    }
  }

  /** Takes the partitions over one by one, and goes on with those that do not fail. */
  private void isolate() {
    Isolation.Result result = isolation.run(group);
    settled = result.settled();
    if (result.failure() != null) {
      throw result.failure();
    }
    if (settled) {
      failures.clear();
      if (result.handsOver()) {
        membership.handOver();
      }
    }
  }

  private void work(ConsumerRecords<byte[], InboundValue> records, boolean fetchedAhead) {
    upkeep.compare(ownership);
    if (isolation.isRecheckDue()) {
      isolation.recheck(group);
      memory.forget(ownership.isWhole());
      tell(null);
    }
    if (!settled) {
      // A check brought a rebalance; what was polled is polled again.
      return;
    }
    if (records.isEmpty()) {
      upkeep.idle(ownership);
    } else {
      work(taken(records, fetchedAhead));
    }
    if (settled && failures.isEmpty() && !ownership.working().isEmpty()) {
      parts.health().works(number);
    }
  }

  /**
   * What a poll brought, and what came since. The consumer fetches ahead: records that a poll need
   * not wait for were fetched when the batch before was begun, and those that came while it was at
   * work would wait for one batch more. On a quiet topic there are none, and no second poll.
   */
  private List<ConsumerRecords<byte[], InboundValue>> taken(
      ConsumerRecords<byte[], InboundValue> records, boolean fetchedAhead) {
    return fetchedAhead && records.count() < parts.clients().batchSize()
        ? List.of(records, consumer.poll(POLL_AGAIN))
        : List.of(records);
  }

  private void work(List<ConsumerRecords<byte[], InboundValue>> taken) {
    if (!settled) {
      // The second poll brought a rebalance; what both brought is polled again.
      return;
    }
    workOff(taken);
  }

  /** Decodes and works off what polls have brought; what is too much is polled again. */
  private void workOff(List<ConsumerRecords<byte[], InboundValue>> polls) {
    long polled = System.nanoTime();
    Batch batch = reader.read(polls);
    if (!batch.records().isEmpty()) {
      work.run(batch, polled, group);
    }
    for (InboundPartition cut : batch.cut()) {
      consumer.seek(parts.topics().kafka(cut), ownership.next(cut));
    }
    upkeep.answered();
    failures.worked(batch.numbers());
  }

  /** Stops the work until it is settled again; what was polled is polled again then. */
  private void fault(String at, Throwable failed) {
    if (failed instanceof VirtualMachineError error && !(failed instanceof StackOverflowError)) {
      throw error;
    }
    settled = false;
    backoff.next();
    failures.failed(numbersAt(at));
    String cause =
        failed.getClass().getSimpleName() + ": " + failed.getMessage() + SettingHint.of(failed);
    tell(cause);
    LOG.warnf(
        "inbox fault lane=%d at=%s retry_in_ms=%d cause=%s",
        number, at, backoff.remaining().toMillis(), cause);
    LOG.debug("inbox fault", failed);
    if (consumer != null) {
      consumer.pause(consumer.assignment());
      leaveIfNothingWorks();
    }
  }

  /** The partition numbers that a fault concerns: of the batch that failed, or all. */
  private Set<Integer> numbersAt(String at) {
    if (consumer == null || at.equals("poll")) {
      return Set.of();
    }
    if (at.equals("batch") && !work.numbersAtWork().isEmpty()) {
      return work.numbersAtWork();
    }
    Set<Integer> numbers = new TreeSet<>();
    consumer.assignment().forEach(each -> numbers.add(each.partition()));
    return numbers;
  }

  /**
   * A replica on which nothing succeeds while PostgreSQL and Kafka answer is itself the fault: a
   * clock, a setting, a network. It leaves its partitions to others for a while, if there are any.
   */
  private void leaveIfNothingWorks() {
    if (!failures.isLasting() || parts.health().othersWork(number) || !isolation.servicesAnswer()) {
      return;
    }
    if (isolation.groupHasOthers()) {
      LOG.warnf("inbox leaves the group lane=%d cause=%s", number, status.fault());
      parts.health().leave();
    }
    failures.clear();
  }

  private void stayAway(Duration away) {
    if (membership.isMember()) {
      membership.leave();
      settled = false;
      group = null;
      ownership.clear();
      tell("left the group, and joins it again after " + away.toSeconds() + " s");
    }
    pause(away.compareTo(POLL) < 0 ? away : POLL);
  }

  private void tell(String fault) {
    Map<Integer, String> halts = new TreeMap<>();
    ownership.halts().forEach((partition, halt) -> halts.put(partition, halt.detail()));
    status = new LaneStatus(group != null, ownership.partitions().size(), fault, halts);
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
    group = consumer.groupMetadata();
    settled = false;
    failures.forgetNumbers();
    ownership.clear();
    Settlement.hold(consumer);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    settled = false;
    ownership.clear();
  }

  private void drain() {
    try {
      if (settled) {
        upkeep.note(ownership);
      }
    } catch (RuntimeException failed) {
      LOG.warnf("inbox drain lane=%d cause=%s", number, failed.getMessage());
    }
  }

  private void close() {
    publisher.close();
    if (consumer != null) {
      consumer.close(CloseOptions.timeout(CLOSE));
    }
    status = new LaneStatus(false, 0, "stopped", Map.of());
    LOG.infof("inbox stopped lane=%d", number);
  }

  /** Waits on purpose, which counts as progress. */
  private void pause(Duration time) {
    alive();
    await(time);
  }

  /** Waits, or until the lane is to stop. */
  private void await(Duration time) {
    try {
      stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      stop.countDown();
    }
  }
}
