package io.cardflow.inbox;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Shows whether messages are taken in, and if not, why and what to do. */
@Readiness
@Singleton
class InboxReadiness implements HealthCheck {

  private final Inbox inbox;

  InboxReadiness(Inbox inbox) {
    this.inbox = inbox;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("inbox");
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
          .forEach((partition, why) -> response.withData("halted.partition-" + partition, why));
    }
    return response.status(ready).build();
  }
}
