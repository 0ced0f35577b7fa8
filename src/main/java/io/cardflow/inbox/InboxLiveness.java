package io.cardflow.inbox;

import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Checks that each lane makes progress: that it has polled, taken partitions over, or paused on
 * purpose within {@code max.poll.interval.ms}. A lane does so even while PostgreSQL or the broker
 * is down, so an outage does not get the worker killed.
 */
@Liveness
@Singleton
class InboxLiveness implements HealthCheck {

  private final Inbox inbox;
  private final Duration limit;

  InboxLiveness(Inbox inbox, KafkaClients clients) {
    this.inbox = inbox;
    this.limit = clients.maxPollInterval();
  }

  @Override
  public HealthCheckResponse call() {
    boolean alive =
        inbox.lanes().stream().allMatch(lane -> lane.sinceProgress().compareTo(limit) < 0);
    return HealthCheckResponse.named("inbox").status(alive).build();
  }
}
