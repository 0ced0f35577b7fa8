package io.cardflow.store;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Refuses to work behind a pooler that loses prepared statements while they are cached: a statement
 * would fail, or another one of the same name would be executed instead. The worker starts while
 * PostgreSQL is down, and exits when the check fails later.
 */
@Singleton
final class PoolerCheck {

  static final String REFUSAL =
      "quarkus.datasource.reactive.cache-prepared-statements must be false behind the pooler in"
          + " front of PostgreSQL: it gives each transaction another session, and loses prepared"
          + " statements";

  private static final Logger LOG = Logger.getLogger(PoolerCheck.class);
  private static final Duration START = Duration.ofSeconds(5);
  private static final Duration ATTEMPT = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Pool pool;
  private final boolean needed;

  PoolerCheck(
      Pool pool,
      @ConfigProperty(name = "quarkus.datasource.reactive.cache-prepared-statements")
          boolean cached,
      @ConfigProperty(name = "quarkus.datasource.reactive.max-size") int connections) {
    this.pool = pool;
    // The check takes two connections.
    this.needed = cached && connections > 1;
  }

  void look(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent started) {
    if (!needed) {
      return;
    }
    try {
      refuse(
          attempt(START)
              .subscribeAsCompletionStage()
              .get(ATTEMPT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException | TimeoutException away) {
      lookLater();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Uni<Boolean> attempt(Duration atMost) {
    return Unis.of(() -> Pooler.losesStatements(pool)).ifNoItem().after(atMost).fail();
  }

  private static void refuse(boolean loses) {
    if (loses) {
      throw new IllegalStateException(REFUSAL);
    }
  }

  private void lookLater() {
    attempt(ATTEMPT)
        .onFailure()
        .retry()
        .withBackOff(PAUSE, ATTEMPT)
        .indefinitely()
        .subscribe()
        .with(
            loses -> {
              if (loses) {
                LOG.errorf("start refused cause=%s", REFUSAL);
                Quarkus.asyncExit(1);
              }
            },
            failed -> LOG.debug("pooler check failed", failed));
  }
}
