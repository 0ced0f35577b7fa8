package io.cardflow.inbox;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * A member of the group with its own thread, which polls, decides, persists and publishes in a
 * loop. After a fault the partitions are paused, polling continues so that the lane stays a member,
 * and after a backoff the lane takes its partitions over again.
 */
final class Lane implements Runnable, Turn {

  private static final Logger LOG = Logger.getLogger(Lane.class);

  /** The longest pause before the lane checks whether it is to stop. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final int number;
  private final LaneParts parts;
  private final TransactionalPublisher publisher;
  private final Backoff backoff;
  private final Failures failures = new Failures();
  private final CountDownLatch stop = new CountDownLatch(1);

  private volatile LaneWork work;
  private volatile LaneStatus status = LaneStatus.STARTING;
  private volatile long lastProgress = System.nanoTime();

  Lane(int number, LaneParts parts) {
    this.number = number;
    this.parts = parts;
    this.publisher = new TransactionalPublisher(parts.clients(), number);
    this.backoff = new Backoff(parts.health().times().retry());
  }

  /** The lane's status, for other threads. */
  LaneStatus status() {
    return status;
  }

  /** The time since it last polled, took partitions over, or paused on purpose. */
  Duration sinceProgress() {
    return Duration.ofNanos(System.nanoTime() - lastProgress);
  }

  /** Makes the lane finish its batch and leave the group. */
  void stop() {
    stop.countDown();
    LaneWork waiting = work;
    if (waiting != null) {
      waiting.wakeUp();
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

  @Override
  public void run() {
    try {
      LaneWork opened = open();
      if (opened != null) {
        while (!stopping()) {
          turn(opened);
        }
        drain(opened);
      }
    } catch (Throwable error) {
      status = new LaneStatus(false, 0, "ended by " + error.getClass().getName(), Map.of());
      parts.fatal().accept(error);
    } finally {
      close();
    }
  }

  /** Opens the consumer and joins the group; returns null if the lane is to stop first. */
  private LaneWork open() {
    while (!stopping()) {
      alive();
      try {
        int partitions = parts.check().partitions();
        LaneWork opened = new LaneWork(number, parts, publisher, failures, partitions, this);
        work = opened;
        opened.membership().join();
        return opened;
      } catch (RuntimeException failed) {
        fault("start", failed, Set.of());
        closeWork();
        pause(backoff.remaining());
      }
    }
    return null;
  }

  private void turn(LaneWork opened) {
    Duration away = opened.membership().away();
    if (!away.isZero()) {
      stayAway(opened, away);
      return;
    }
    if (!opened.membership().isMember()) {
      opened.membership().join();
      backoff.reset();
      failures.clear();
    }
    ConsumerRecords<byte[], InboundValue> records;
    long begun = System.nanoTime();
    try {
      records = opened.poll();
      alive();
    } catch (WakeupException asked) {
      LOG.debugf("lane woken up lane=%d", number);
      return;
    } catch (Exception | Error failed) {
      fault("poll", failed, Set.of());
      suspend(opened);
      await(backoff.remaining());
      return;
    }
    try {
      if (opened.isTakenOver()) {
        if (opened.process(records, Duration.ofNanos(System.nanoTime() - begun))) {
          status = opened.status(null);
        }
      } else if (opened.hasJoined() && backoff.remaining().isZero() && opened.takeOver()) {
        backoff.reset();
        status = opened.status(null);
      }
    } catch (WakeupException asked) {
      LOG.debugf("lane woken up lane=%d", number);
    } catch (Exception | Error failed) {
      boolean batch = opened.isTakenOver();
      fault(batch ? "batch" : "takeover", failed, opened.numbersAtFault(batch));
      suspend(opened);
    }
  }

  /**
   * Records a fault; the next attempt waits for the backoff.
   *
   * @param numbers the partition numbers that the fault affects; empty if that is not known
   */
  private void fault(String at, Throwable failed, Set<Integer> numbers) {
    if (failed instanceof VirtualMachineError error && !(failed instanceof StackOverflowError)) {
      throw error;
    }
    backoff.next();
    failures.failed(numbers);
    String cause =
        failed.getClass().getSimpleName() + ": " + failed.getMessage() + SettingHint.of(failed);
    LaneWork opened = work;
    status = opened == null ? new LaneStatus(false, 0, cause, Map.of()) : opened.status(cause);
    LOG.warnf(
        "inbox fault lane=%d at=%s retry_in_ms=%d cause=%s",
        number, at, backoff.remaining().toMillis(), cause);
    LOG.debug("inbox fault", failed);
  }

  /**
   * Stops the work until the next takeover. A replica that is itself at fault leaves its partitions
   * to other replicas for a while, if there are any.
   */
  private void suspend(LaneWork opened) {
    opened.suspend();
    if (opened.isReplicaAtFault()) {
      if (opened.groupHasOthers()) {
        LOG.warnf("inbox leaves the group lane=%d cause=%s", number, status.fault());
        parts.health().leave();
      }
      failures.clear();
    }
  }

  private void stayAway(LaneWork opened, Duration away) {
    if (opened.membership().isMember()) {
      opened.leaveGroup();
      status = opened.status("left the group; rejoins in " + away.toSeconds() + " s");
    }
    pause(away.compareTo(PAUSE) < 0 ? away : PAUSE);
  }

  private void drain(LaneWork opened) {
    try {
      opened.drain();
    } catch (RuntimeException failed) {
      LOG.warnf("inbox drain failed lane=%d cause=%s", number, failed.getMessage());
    }
  }

  private void close() {
    publisher.close();
    closeWork();
    status = new LaneStatus(false, 0, "stopped", Map.of());
    LOG.infof("inbox stopped lane=%d", number);
  }

  private void closeWork() {
    LaneWork opened = work;
    work = null;
    if (opened != null) {
      try {
        opened.close();
      } catch (RuntimeException failed) {
        LOG.warnf("inbox close failed lane=%d cause=%s", number, failed.getMessage());
      }
    }
  }

  /** Pauses on purpose, which counts as progress. */
  private void pause(Duration time) {
    alive();
    await(time);
  }

  /** Waits until the time has passed or the lane is to stop. */
  private void await(Duration time) {
    try {
      stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      stop.countDown();
    }
  }
}
