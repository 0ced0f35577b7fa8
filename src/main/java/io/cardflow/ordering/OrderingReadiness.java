package io.cardflow.ordering;

import io.cardflow.ops.CardflowConfig;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Shows whether cards are ordered, and if not, why. */
@Readiness
@Singleton
class OrderingReadiness implements HealthCheck {

  private final Gate gate;
  private final boolean enabled;

  OrderingReadiness(Gate gate, CardflowConfig config) {
    this.gate = gate;
    this.enabled = config.gocards().url().isPresent();
  }

  @Override
  public HealthCheckResponse call() {
    Optional<String> denied = gate.denied();
    String submissions =
        denied
            .map(why -> "stopped: " + why)
            .orElse(enabled ? "running" : "off: cardflow.gocards.url is not set");
    return HealthCheckResponse.named("ordering")
        .withData("submissions", submissions)
        .status(denied.isEmpty())
        .build();
  }
}
