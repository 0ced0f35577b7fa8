package io.cardflow.ops;

import java.time.Duration;
import java.util.Locale;

/** The scheduled jobs, which run on every replica. */
public enum Job {
  /** Collects waiting cards into order batches. */
  BATCH_RUN,
  /** Claims order batches whose next step is due. */
  SUBMISSION,
  /** Queries the bureau about silent orders. */
  RECONCILIATION,
  /** Ends assignments, and sends reminders. */
  EXPIRY,
  /** Announces cards that stay in a state for too long. */
  DWELL,
  /** Reads the figures of the cards. */
  FIGURES,
  /** Removes what has become too old. */
  RETENTION,
  /** Carries out requests to erase personal data. */
  ERASURE;

  /** The name of the job in readiness and in the metrics. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  Duration interval(CardflowConfig config) {
    return switch (this) {
      case BATCH_RUN, RECONCILIATION -> config.ordering().every();
      case SUBMISSION -> Duration.ofSeconds(1);
      case RETENTION, ERASURE -> Duration.ofSeconds(10);
      case EXPIRY, DWELL, FIGURES -> config.expiry().every();
    };
  }
}
