package io.cardflow.inbox;

import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Whether each lane still turns. A lane turns also while PostgreSQL or the broker is away, so an
 * outage does not get the worker killed.
 */
@Liveness
@Singleton
class InboxLiveness implements HealthCheck {

  /** Longer than all time-outs of one turn together. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Inbox inbox;

  InboxLiveness(Inbox inbox) {
    this.inbox = inbox;
  }

  @Override
  public HealthCheckResponse call() {
    boolean alive =
        inbox.lanes().stream().allMatch(lane -> lane.sinceLastTurn().compareTo(LIMIT) < 0);
    return HealthCheckResponse.named("inbox").status(alive).build();
  }
}
