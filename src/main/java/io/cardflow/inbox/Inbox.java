package io.cardflow.inbox;

import io.cardflow.domain.Policy;
import io.cardflow.domain.Reminders;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.store.BatchStore;
import io.cardflow.store.ImmediateOrders;
import io.cardflow.store.OrderingClosures;
import io.cardflow.wire.Encoder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Runs the lanes from start to shutdown, unless this process only serves the API. */
@Singleton
class Inbox {

  private static final Logger LOG = Logger.getLogger(Inbox.class);

  /** The exit code after an error that ends the process. */
  private static final int FATAL = 3;

  private final CardflowConfig config;
  private final LaneParts parts;
  private final InboxMeters meters;
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  Inbox(
      CardflowConfig config,
      TopicNames topics,
      PolicyFile policies,
      KafkaClients clients,
      BatchStore store,
      ImmediateOrders orders,
      OrderingClosures closures,
      InboxMeters meters) {
    this.config = config;
    this.meters = meters;
    Policy policy =
        new Policy(
            config.ordering().queue(),
            config.assignment().validity(),
            config.assignment().oneCardPerHolder(),
            new Reminders(config.expiry().reminders().orElse(List.of())));
    BatchDecider decider = new BatchDecider(topics, new Encoder(config.source()), policy);
    this.parts =
        new LaneParts(
            topics,
            SenderCheck.of(config, policies::policy),
            clients,
            new BrokerCheck(clients, topics),
            store,
            new Persister(store, decider, orders),
            meters,
            closures,
            new ReplicaHealth(LaneTimes.DEFAULT),
            Inbox::end);
  }

  /** Halts the process: after such an error nothing it does is reliable. */
  private static void end(Throwable error) {
    try {
      LOG.fatalf(
          Redacted.of(error), "inbox terminates the process cause=%s", error.getClass().getName());
    } finally {
      Runtime.getRuntime().halt(FATAL);
    }
  }

  /** Whether this process consumes messages. */
  boolean isEnabled() {
    return config.inbox().enabled();
  }

  List<Lane> lanes() {
    return List.copyOf(lanes);
  }

  void start(@Observes StartupEvent started) {
    if (!isEnabled()) {
      return;
    }
    for (int number = 0; number < config.inbox().lanes(); number++) {
      Lane lane = new Lane(number, parts);
      Thread thread = new Thread(lane, "cardflow-inbox-" + number);
      lanes.add(lane);
      threads.add(thread);
      thread.start();
    }
    meters.watch(this::halts);
  }

  private List<Halt> halts() {
    return lanes.stream().flatMap(lane -> lane.status().halts().values().stream()).toList();
  }

  /** Lets each lane finish its batch; the next owner takes over an unfinished one. */
  void drain(@Observes ShutdownEvent stopping) {
    lanes.forEach(Lane::stop);
    long until = System.nanoTime() + config.inbox().drainTimeout().toNanos();
    for (Thread thread : threads) {
      try {
        long left = Math.max(1, (until - System.nanoTime()) / 1_000_000);
        thread.join(left);
        if (thread.isAlive()) {
          LOG.warnf("inbox drain timed out thread=%s", thread.getName());
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
