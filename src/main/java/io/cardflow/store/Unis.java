package io.cardflow.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** The driver's futures as Mutiny's. */
final class Unis {

  private Unis() {}

  /** Begins the work at each subscription. */
  static <T> Uni<T> of(Supplier<Future<T>> work) {
    return Uni.createFrom().completionStage(() -> work.get().toCompletionStage());
  }
}
