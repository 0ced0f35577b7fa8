package io.cardflow.inbox;

import io.cardflow.ops.Deadline;
import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;

/** Waits on a lane's thread for the reactive client's event loop. */
final class Futures {

  private Futures() {}

  /**
   * @throws RuntimeException the future's failure, or {@link io.cardflow.ops.DeadlineExceeded}
   */
  static <T> T await(Future<T> future) {
    try {
      return Deadline.TRANSACTION.await(future.toCompletionStage().toCompletableFuture());
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("PostgreSQL: " + failed.getCause(), failed.getCause());
    }
  }
}
