package io.cardflow.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** Converts the driver's futures to Mutiny's. */
final class Unis {

  private Unis() {}

  /** Starts the work at each subscription. */
  static <T> Uni<T> of(Supplier<Future<T>> work) {
    return Uni.createFrom().completionStage(() -> work.get().toCompletionStage());
  }
}
