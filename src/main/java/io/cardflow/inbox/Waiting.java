package io.cardflow.inbox;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits, on a lane's own thread, for what the reactive client does on its event loop. */
final class Waiting {

  /** Longer than any time-out that PostgreSQL itself keeps. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Waiting() {}

  /**
   * @throws RuntimeException the future's failure, or a fault if it does not end in time
   */
  static <T> T on(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("PostgreSQL: " + failed.getCause(), failed.getCause());
    } catch (TimeoutException late) {
      throw new IllegalStateException("PostgreSQL has not answered for " + LIMIT, late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }
}
