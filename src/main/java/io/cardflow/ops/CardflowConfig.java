package io.cardflow.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The worker's own settings. Kafka and PostgreSQL are set by Quarkus' standard names. */
@ConfigMapping(prefix = "cardflow")
public interface CardflowConfig {

  /** The CloudEvents source of what the worker publishes, a URI reference of at most 256. */
  @WithDefault("/cardflow")
  String source();

  Topics topics();

  Ordering ordering();

  Gocards gocards();

  Assignment assignment();

  Expiry expiry();

  Dwell dwell();

  Inbox inbox();

  /** The names of the topics, each as Kafka takes it, no two the same. */
  interface Topics {
    @WithDefault("cardflow.commands")
    String commands();

    @WithDefault("cardflow.producer-status")
    String producerStatus();

    @WithDefault("cardflow.events")
    String events();

    @WithDefault("cardflow.rejections")
    String rejections();

    @WithDefault("cardflow.dead-letters")
    String deadLetters();
  }

  /** How cards are ordered. */
  interface Ordering {
    /** Whether a request that does not say so waits for the next batch run. */
    @WithDefault("true")
    boolean queue();

    /** How often waiting cards are collected, and silent orders looked for; 1 s or more. */
    @WithDefault("60s")
    Duration every();

    /** How many cards a batch holds at most, 1 to 5,000. */
    @WithDefault("500")
    int maxBatchSize();

    /** How many batches this replica submits at once, 1 to 64. */
    @WithDefault("4")
    int maxConcurrentSubmissions();

    /** How long an accepted order may be silent before it is asked about; 1 s or more. */
    @WithDefault("6h")
    Duration reconcileAfter();

    /**
     * What ordering does after a failover of PostgreSQL: {@code hold} closes it until an operator
     * releases it, {@code continue} is for synchronous replication.
     */
    @WithDefault("hold")
    AfterFailover afterFailover();

    /** What ordering does after a failover of PostgreSQL. */
    enum AfterFailover {
      HOLD,
      CONTINUE
    }
  }

  /** The card bureau. */
  interface Gocards {
    /**
     * Where its API is: http or https, a host, perhaps a port and a path, and nothing else. Without
     * it nothing is collected or submitted.
     */
    Optional<URI> url();

    Optional<String> clientId();

    Optional<String> clientSecret();

    /** Whose orders they are. */
    Optional<String> organisationId();

    /** How long it may take to connect, and how long to answer; 100 ms to 5 min. */
    @WithDefault("30s")
    Duration timeout();
  }

  /** How cards are handed out. */
  interface Assignment {
    /** How long an assignment lasts that does not say so; 1 s to 36525 d. */
    @WithDefault("14d")
    Duration validity();

    /** Whether a holder may have one temporary card at a time. */
    @WithDefault("true")
    boolean oneCardPerHolder();
  }

  /** How assignments come to their end. */
  interface Expiry {
    /** How often the timers look for what is due; 1 s to 1 h. */
    @WithDefault("30s")
    Duration every();

    /**
     * How long before the end an assignment is announced, the longest first; at most 20 points of 1
     * s to 366 d. Empty for none. A change counts for assignments made or extended afterwards.
     */
    @WithDefault("7d,3d,1d")
    Optional<List<Duration>> reminders();
  }

  /** How long a card may stay in a state before it is announced as overdue; 1 s to 3660 d. */
  interface Dwell {
    @WithDefault("1d")
    Duration processing();

    @WithDefault("5d")
    Duration ordered();

    @WithDefault("10d")
    Duration inProduction();

    @WithDefault("14d")
    Duration produced();

    @WithDefault("7d")
    Duration expired();
  }

  /** How messages are taken in. */
  interface Inbox {
    /** The consumer group; all replicas share it. 1 to 249 visible ASCII characters. */
    @WithDefault("cardflow")
    String groupId();

    /** How many consumers run in this replica, 1 to 16. */
    @WithDefault("2")
    int lanes();

    /** How many records one unit of work holds at most, 1 to 10,000. */
    @WithDefault("1000")
    int batchSize();

    /**
     * A name for this replica that survives its restart and that no other replica has, such as the
     * pod's; without one the replica is another one after each start. 1 to 253 letters, digits and
     * {@code . _ : -}.
     */
    Optional<String> instanceId();

    /** How long a stopping replica may take to end what it has begun; 1 ms to 10 min. */
    @WithDefault("20s")
    Duration drainTimeout();
  }
}
