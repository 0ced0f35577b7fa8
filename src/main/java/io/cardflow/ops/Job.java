package io.cardflow.ops;

import java.time.Duration;
import java.util.Locale;

/** The scheduled jobs. Each runs on every replica that consumes messages, or serves the API. */
public enum Job {
  /** Collects waiting cards into order batches. */
  BATCH_RUN,
  /** Claims order batches whose next step is due. */
  SUBMISSION,
  /** Queries the bureau about silent orders. */
  RECONCILIATION,
  /** Applies pushed events about cards that were not known. */
  KEPT_EVENTS,
  /** Ends assignments, and sends reminders. */
  EXPIRY,
  /** Announces cards that stay in a state for too long. */
  DWELL,
  /** Reads the figures of the cards. */
  FIGURES,
  /** Removes what has become too old. */
  RETENTION,
  /** Carries out requests to erase personal data. */
  ERASURE,
  /** Publishes audit entries. */
  AUDIT,
  /** Carries out actions on many cards. */
  ACTION;

  /** The name of the job in readiness and in the metrics. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a process with these settings runs the job. */
  boolean runsWith(CardflowConfig config) {
    return isOfTheApi() ? config.console().enabled() : config.inbox().enabled();
  }

  /**
   * Whether a process is unready while the job is late. What the API's jobs publish waits in the
   * database: without Kafka, the API can still be read.
   */
  boolean isRequired() {
    return !isOfTheApi();
  }

  private boolean isOfTheApi() {
    return this == AUDIT || this == ACTION;
  }

  Duration interval(CardflowConfig config) {
    return switch (this) {
      case BATCH_RUN, RECONCILIATION -> config.ordering().every();
      case SUBMISSION -> Duration.ofSeconds(1);
      case KEPT_EVENTS -> Duration.ofSeconds(2);
      case ACTION -> Duration.ofSeconds(1);
      case AUDIT -> Duration.ofSeconds(2);
      case RETENTION, ERASURE -> Duration.ofSeconds(10);
      case EXPIRY, DWELL, FIGURES -> config.expiry().every();
    };
  }
}
