package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import io.cardflow.store.DataRefused;
import io.cardflow.store.Progress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * One member of the group, on a thread of its own: poll, decide, persist, publish, and again.
 *
 * <p>It works only while it is settled: it then knows that it owns its partitions, and that all
 * that was decided on them is published. A rebalance or any fault unsettles it. The partitions are
 * paused, the polls go on (so that it stays a member), and after a while it settles anew by the one
 * road that also follows a crash: {@link Settlement}.
 */
final class Lane implements Runnable, ConsumerRebalanceListener {

  private static final Logger LOG = Logger.getLogger(Lane.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration POLL_UNSETTLED = Duration.ofMillis(50);
  private static final Duration POLL_AGAIN = Duration.ofMillis(10);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final int number;
  private final LaneParts parts;
  private final Publisher publisher;
  private final Ownership ownership = new Ownership();
  private final Memory memory = new Memory();
  private final Backoff backoff = new Backoff();
  private final CountDownLatch stop = new CountDownLatch(1);

  private Consumer<byte[], byte[]> consumer;
  private Reader reader;
  private Settlement settlement;
  private Upkeep upkeep;
  private ConsumerGroupMetadata group;
  private boolean settled;
  private Publication uncertain;
  private Map<InboundPartition, OffsetAndMetadata> uncertainEnds;

  private volatile Consumer<byte[], byte[]> waking;
  private volatile LaneStatus status = LaneStatus.STARTING;
  private volatile long lastTurn = System.nanoTime();

  Lane(int number, LaneParts parts) {
    this.number = number;
    this.parts = parts;
    this.publisher = new Publisher(parts.clients(), number);
  }

  /** What it tells of itself. */
  LaneStatus status() {
    return status;
  }

  /** How long ago it last showed that it is alive. */
  Duration sinceLastTurn() {
    return Duration.ofNanos(System.nanoTime() - lastTurn);
  }

  /** Asks it to end what it has begun and to leave the group. */
  void stop() {
    stop.countDown();
    Consumer<byte[], byte[]> asleep = waking;
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
    } finally {
      close();
    }
  }

  private boolean stopping() {
    return stop.getCount() == 0;
  }

  private boolean open() {
    while (!stopping()) {
      lastTurn = System.nanoTime();
      try {
        int partitions = parts.check().partitions();
        consumer = parts.clients().consumer(number);
        waking = consumer;
        reader = new Reader(parts.topics(), new HomePartition(partitions));
        settlement = new Settlement(parts, consumer, publisher, reader, partitions);
        upkeep = new Upkeep(parts.topics(), consumer, settlement);
        consumer.subscribe(parts.topics().inbound(), this);
        return true;
      } catch (RuntimeException failed) {
        fault("start", failed);
        waitOrStop(backoff.remaining());
      }
    }
    return false;
  }

  private void turn() {
    lastTurn = System.nanoTime();
    try {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(settled ? POLL : POLL_UNSETTLED);
      if (!settled) {
        if (group != null && backoff.remaining().isZero()) {
          settle();
        }
      } else if (records.isEmpty()) {
        parts.meters().lags(number, consumer);
        upkeep.run(ownership);
      } else {
        work(taken(records));
      }
    } catch (WakeupException asked) {
      LOG.debugf("lane=%d woken", number);
    } catch (RuntimeException failed) {
      fault(settled ? "batch" : "settle", failed);
    }
  }

  private void settle() {
    settled = settlement.settle(ownership, group, this::stopping);
    memory.forget(ownership.isWhole());
    if (settled) {
      upkeep.answered();
      backoff.reset();
      tell(null);
      countUncertain();
      LOG.infof(
          "inbox settled lane=%d partitions=%d halted=%s",
          number, ownership.partitions().size(), ownership.halts().keySet());
    }
  }

  /**
   * What a poll brought, and what came since. The consumer fetches ahead: records that a poll need
   * not wait for were fetched when the batch before was begun, and those that came while it was at
   * work would wait for one batch more. On a quiet topic there are none, and no second poll.
   */
  private List<ConsumerRecords<byte[], byte[]>> taken(ConsumerRecords<byte[], byte[]> records) {
    boolean fetchedAhead = sinceLastTurn().compareTo(POLL_AGAIN) < 0;
    return fetchedAhead && records.count() < parts.clients().batchSize()
        ? List.of(records, consumer.poll(POLL_AGAIN))
        : List.of(records);
  }

  private void work(List<ConsumerRecords<byte[], byte[]>> taken) {
    if (!settled) {
      // The second poll told of a rebalance; what both brought is polled again.
      return;
    }
    long polled = System.nanoTime();
    Batch batch = reader.read(taken);
    if (batch.records().size() > parts.clients().batchSize()) {
      step(batch.head(), polled);
      step(batch.tail(), polled);
    } else {
      step(batch, polled);
    }
    parts.meters().lags(number, consumer);
  }

  /** One unit of work, or, where PostgreSQL does not take a row, its halves. */
  private void step(Batch batch, long polled) {
    Decided decided;
    try {
      decided = parts.persister().persist(batch, ownership.progress(), memory);
    } catch (DataRefused refused) {
      if (batch.records().size() > 1) {
        step(batch.head(), polled);
        step(batch.tail(), polled);
        return;
      }
      LOG.warnf(
          "dead letter lane=%d position=%s cause=%s",
          number, batch.records().get(0).position(), refused.getMessage());
      decided = parts.persister().giveUp(batch, ownership.progress(), refused);
    }
    parts.meters().decided(decided.decisions());
    // What else was decided is stored, and garbage while this is published.
    Publication publication = decided.publication();
    publish(publication, batch.ends());
    parts.meters().published(publication, Duration.ofNanos(System.nanoTime() - polled));
  }

  private void publish(
      Publication publication, SortedMap<InboundPartition, OffsetAndMetadata> ends) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new TreeMap<>(Settlement.BY_NAME);
    Map<InboundPartition, Long> published = new TreeMap<>();
    ends.forEach(
        (partition, end) -> {
          offsets.put(parts.topics().kafka(partition), end);
          published.put(partition, end.offset());
        });
    uncertain = publication;
    uncertainEnds = ends;
    publisher.publish(publication.records(), offsets, group);
    uncertain = null;
    upkeep.answered();
    ownership.published(published);
  }

  /** A commit whose answer was lost may have been carried out: then nothing was in doubt. */
  private void countUncertain() {
    if (uncertain != null && settlement.hadPublished(uncertainEnds, ownership)) {
      parts.meters().published(uncertain, Duration.ZERO);
    }
    uncertain = null;
  }

  /** Stops the work until it is settled again; what was polled is polled again then. */
  private void fault(String what, RuntimeException failed) {
    settled = false;
    backoff.next();
    String cause =
        failed.getClass().getSimpleName() + ": " + failed.getMessage() + SettingHint.of(failed);
    tell(cause);
    LOG.warnf(
        "inbox fault lane=%d at=%s retry_in_ms=%d cause=%s",
        number, what, backoff.remaining().toMillis(), cause);
    LOG.debug("inbox fault", failed);
    if (consumer != null) {
      consumer.pause(consumer.assignment());
    }
  }

  private void tell(String fault) {
    status = new LaneStatus(group != null, ownership.partitions().size(), fault, ownership.halts());
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
    group = consumer.groupMetadata();
    settled = false;
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
      Map<InboundPartition, Progress> published = new TreeMap<>(ownership.progress());
      published.keySet().removeIf(ownership::isHalted);
      if (settled && !published.isEmpty()) {
        settlement.note(published);
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

  private void waitOrStop(Duration time) {
    try {
      stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      stop.countDown();
    }
  }
}
