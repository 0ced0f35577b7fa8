package io.cardflow.inbox;

import io.cardflow.ops.Deadline;
import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;

/** Waits, on a lane's own thread, for what the reactive client does on its event loop. */
final class Futures {

  private Futures() {}

  /**
   * @throws RuntimeException the future's failure, or a fault if it does not end in time
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
