package io.cardflow.ordering;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.store.Closure;
import io.cardflow.store.OrderingClosures;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports whether cards are ordered, and if not, why. A paused replica is ready. If the closures
 * cannot be read, the last known ones are reported: the database's own check is down then.
 */
@Readiness
@Singleton
class OrderingReadiness implements AsyncHealthCheck {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Gate gate;
  private final OrderingClosures closures;
  private final boolean enabled;
  private final boolean consuming;
  private volatile List<Closure> last = List.of();

  OrderingReadiness(Gate gate, OrderingClosures closures, CardflowConfig config) {
    this.gate = gate;
    this.closures = closures;
    this.enabled = config.gocards().url().isPresent();
    this.consuming = config.inbox().enabled();
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    if (!consuming) {
      return Uni.createFrom()
          .item(
              HealthCheckResponse.named("ordering")
                  .withData("submissions", "off: cardflow.inbox.enabled is false")
                  .up()
                  .build());
    }
    return closures
        .list()
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .invoke(read -> last = read)
        .onFailure()
        .recoverWithItem(() -> last)
        .map(this::response);
  }

  private HealthCheckResponse response(List<Closure> closed) {
    Optional<String> denied = gate.denied();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("ordering").withData("submissions", submissions(denied, closed));
    closed.forEach(each -> response.withData("closed." + each.reason(), closed(each)));
    return response
        .status(denied.isEmpty() && closed.stream().noneMatch(each -> each.reason().isFault()))
        .build();
  }

  private String submissions(Optional<String> denied, List<Closure> closed) {
    if (!enabled) {
      return "off: cardflow.gocards.url is not set";
    }
    return denied
        .map(why -> "stopped: " + why)
        .orElse(closed.isEmpty() ? "running" : "stopped: ordering is closed");
  }

  private static String closed(Closure closure) {
    return "since %s: %s; to resume, %sDELETE FROM ordering_closure WHERE reason = '%s'"
        .formatted(
            closure.since(),
            closure.detail(),
            closure.reason().isFault()
                ? "compare the waiting cards with the bureau's orders, then "
                : "",
            closure.reason());
  }
}
