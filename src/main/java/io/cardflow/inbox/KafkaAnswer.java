package io.cardflow.inbox;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;

/** Waits for what Kafka's admin client is asked, with a deadline. */
final class KafkaAnswer {

  /** Longer than the client's own time-out, which names what it waited for. */
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private KafkaAnswer() {}

  /**
   * @throws RuntimeException the broker's refusal, or a fault if there is no answer in time
   */
  static <T> T of(KafkaFuture<T> asked) {
    try {
      return asked.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("Kafka: " + failed.getCause(), failed.getCause());
    } catch (TimeoutException late) {
      throw new IllegalStateException("Kafka has not answered for " + LIMIT, late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }
}
