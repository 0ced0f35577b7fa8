package io.cardflow.inbox;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Shows whether messages are consumed, and if not, the cause and the remedy. */
@Readiness
@Singleton
class InboxReadiness implements HealthCheck {

  private final Inbox inbox;
  private final LagMonitor lag;

  InboxReadiness(Inbox inbox, LagMonitor lag) {
    this.inbox = inbox;
    this.lag = lag;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("inbox");
    if (!inbox.isEnabled()) {
      return response.withData("lanes", "off: cardflow.inbox.enabled is false").up().build();
    }
    boolean ready = !inbox.lanes().isEmpty();
    int number = 0;
    for (Lane lane : inbox.lanes()) {
      LaneStatus status = lane.status();
      ready &= status.joined() && status.fault() == null && status.halts().isEmpty();
      String name = "lane-" + number++;
      response.withData(name + ".partitions", status.partitions());
      if (status.fault() != null) {
        response.withData(name + ".fault", status.fault());
      }
      status
          .halts()
          .forEach(
              (partition, halt) ->
                  response.withData(
                      "halted.partition-" + partition, halt.reason() + ": " + halt.detail()));
    }
    // Another client's open transaction does not make this replica unready: replacing it would not
    // help.
    lag.figures()
        .ifPresent(
            known ->
                known
                    .blocked()
                    .forEach(
                        (partition, blocked) ->
                            response.withData("open-transaction." + partition, blocked.detail())));
    return response.status(ready).build();
  }
}
