package io.cardflow.inbox;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;

/** Waits for what an {@code Admin} client asked, but not without end. */
final class ClusterAnswer {

  /** Longer than the client's own time-out, and holds also where an operator has changed that. */
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private ClusterAnswer() {}

  /**
   * @throws RuntimeException the cluster's refusal, or a fault if it does not answer in time
   * @throws InterruptException if the thread is interrupted, which it then still is
   */
  static <T> T await(KafkaFuture<T> answer) {
    try {
      return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("Kafka: " + failed.getCause(), failed.getCause());
    } catch (TimeoutException late) {
      throw new IllegalStateException("Kafka has not answered for " + LIMIT, late);
    } catch (InterruptedException interrupted) {
      throw new InterruptException(interrupted);
    }
  }
}
