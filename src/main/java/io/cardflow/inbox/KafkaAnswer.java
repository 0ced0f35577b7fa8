package io.cardflow.inbox;

import io.cardflow.ops.Deadline;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;

/** Waits for an answer of Kafka's admin client. */
final class KafkaAnswer {

  private KafkaAnswer() {}

  /**
   * @throws RuntimeException the broker's error, or {@link io.cardflow.ops.DeadlineExceeded}
   */
  static <T> T of(KafkaFuture<T> asked) {
    try {
      return Deadline.ADMIN.await(asked);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("Kafka: " + failed.getCause(), failed.getCause());
    }
  }
}
