package io.cardflow.inbox;

import io.cardflow.ops.CardflowConfig;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Measures every ten seconds how many records wait on the inbound topics. It queries the cluster,
 * not the lanes, for all partitions: so every replica shows the same, even while its lanes fail,
 * PostgreSQL is down, or a partition has no owner.
 *
 * <p>It has its own thread, on which each wait is limited, and nothing else waits for it.
 */
@Singleton
class LagMonitor implements Runnable {

  private static final Logger LOG = Logger.getLogger(LagMonitor.class);
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final boolean enabled;
  private final KafkaClients clients;
  private final LagPace pace;
  private final Clock clock;
  private final OffsetQuery query;
  private final OldestUnread oldest;
  private final OpenTransactions transactions;
  private final LagMeters meters;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this, "cardflow-inbox-lag");

  private boolean interruptible;
  private boolean unknown;
  private volatile LagFigures last;

  @Inject
  LagMonitor(
      CardflowConfig config, TopicNames topics, KafkaClients clients, MeterRegistry registry) {
    this(config, topics, clients, registry, LagPace.STANDARD);
  }

  LagMonitor(
      CardflowConfig config,
      TopicNames topics,
      KafkaClients clients,
      MeterRegistry registry,
      LagPace pace) {
    this.enabled = config.inbox().enabled();
    this.clients = clients;
    this.pace = pace;
    this.clock = registry.config().clock();
    this.query = new OffsetQuery(topics, config.inbox().groupId());
    this.oldest = new OldestUnread(clock);
    this.transactions = new OpenTransactions(pace.standstill(), clock::monotonicTime);
    this.meters = new LagMeters(registry, topics, this::figures);
    this.thread.setDaemon(true);
  }

  void start(@Observes StartupEvent started) {
    if (enabled) {
      meters.start();
      thread.start();
    }
  }

  /** Stops the thread without waiting for its end. */
  void stop(@Observes ShutdownEvent stopping) {
    stop.countDown();
    synchronized (thread) {
      if (interruptible) {
        thread.interrupt();
      }
    }
  }

  /** The last measurement; empty if it is out of date. */
  Optional<LagFigures> figures() {
    return Optional.ofNullable(last)
        .filter(known -> clock.monotonicTime() - known.at() < pace.fresh().toNanos());
  }

  @Override
  public void run() {
    while (!stopping()) {
      // Creates new clients after a failure, since the old ones may be in any state.
      try (Admin admin = clients.admin();
          UnreadReader reader = new UnreadReader(clients)) {
        try {
          mayBeInterrupted(true);
          while (!stopping()) {
            look(admin, reader);
            rest();
          }
        } finally {
          // An interrupt would disturb the close.
          mayBeInterrupted(false);
          admin.close(CLOSE);
        }
      } catch (Throwable failed) {
        failed(failed);
        rest();
      }
    }
  }

  private boolean stopping() {
    return stop.getCount() == 0;
  }

  private void mayBeInterrupted(boolean now) {
    synchronized (thread) {
      interruptible = now;
      Thread.interrupted();
    }
  }

  private void look(Admin admin, UnreadReader reader) {
    Map<TopicPartition, Offsets> offsets = query.ask(admin);
    last =
        new LagFigures(
            offsets,
            oldest.find(offsets, reader),
            transactions.find(offsets, new TransactionOwners(admin)),
            clock.monotonicTime());
    meters.show(offsets.keySet());
    if (unknown) {
      unknown = false;
      LOG.info("inbox lag measurement resumed");
    }
  }

  private void failed(Throwable failed) {
    if (stopping()) {
      return;
    }
    transactions.unknown();
    if (!unknown) {
      unknown = true;
      LOG.warnf(
          "inbox lag measurement failed cause=%s: %s%s",
          failed.getClass().getSimpleName(), failed.getMessage(), SettingHint.of(failed));
    }
    LOG.debug("inbox lag measurement failed", failed);
  }

  private void rest() {
    try {
      stop.await(pace.every().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
