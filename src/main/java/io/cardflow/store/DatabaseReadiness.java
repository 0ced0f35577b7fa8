package io.cardflow.store;

import io.cardflow.ops.Deadline;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Shows whether PostgreSQL answers quickly on a connection of the pool. */
@Readiness
@Singleton
class DatabaseReadiness implements AsyncHealthCheck {

  private final Pool pool;

  DatabaseReadiness(Pool pool) {
    this.pool = pool;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return Deadline.HEALTH
        .of(Unis.of(() -> Connections.check(pool)))
        .map(answered -> HealthCheckResponse.named("database").up().build())
        .onFailure()
        .recoverWithItem(
            failed ->
                HealthCheckResponse.named("database")
                    .down()
                    .withData("fault", failed.getClass().getSimpleName())
                    .build());
  }
}
