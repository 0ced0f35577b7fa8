package io.cardflow.store;

import io.cardflow.ops.Deadline;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/**
 * Hibernate Reactive's sessions, for callers on any thread. A session belongs to a Vert.x context,
 * which concurrent pieces of work must not share: each gets its own context.
 */
@Singleton
final class Sessions {

  private final Vertx vertx;

  Sessions(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Runs the work in its own session and transaction. The connection cannot be discarded from here;
   * if PostgreSQL does not answer, {@link PoolLimits} closes it.
   */
  <T> Uni<T> inTransaction(Supplier<Uni<T>> work) {
    return Deadline.TRANSACTION.of(
        Uni.createFrom()
            .emitter(
                emitter -> {
                  Context own = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
                  VertxContextSafetyToggle.setContextSafe(own, true);
                  own.runOnContext(
                      begun ->
                          Panache.withTransaction(work)
                              .subscribe()
                              .with(emitter::complete, emitter::fail));
                }));
  }
}
