package io.cardflow.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

/** A wait for work that never ends fails, for each way of waiting. */
class DeadlineWaitTest {

  @Test
  void aUniIsCancelled() {
    AtomicBoolean cancelled = new AtomicBoolean();
    Uni<Object> never =
        Uni.createFrom().nothing().onCancellation().invoke(() -> cancelled.set(true));

    DeadlineExceeded exceeded = exceeded(Deadline.HEALTH.of(never).subscribeAsCompletionStage());

    assertEquals("PostgreSQL has not answered for PT3S", exceeded.getMessage());
    assertTrue(cancelled.get());
  }

  @Test
  void aFutureOfTheDriver() {
    Promise<Object> never = Promise.promise();
    exceeded(Deadline.HEALTH.of(never.future()).toCompletionStage().toCompletableFuture());
  }

  @Test
  void aFutureOfKafkaOnTheCallersThread() {
    assertThrows(
        DeadlineExceeded.class, () -> Deadline.HEALTH.await(new KafkaFutureImpl<Object>()));
  }

  @Test
  void workThatEndsInTimeKeepsItsOutcome() throws Exception {
    IllegalStateException failure = new IllegalStateException();
    assertEquals(1, Deadline.HEALTH.await(CompletableFuture.completedFuture(1)));
    assertEquals(
        failure,
        assertThrows(
                ExecutionException.class,
                () -> Deadline.HEALTH.await(CompletableFuture.failedFuture(failure)))
            .getCause());
    assertEquals(failure, Deadline.HEALTH.of(Future.failedFuture(failure)).cause());
  }

  @Test
  void everyDeadlineIsInTheOperatorsTable() throws IOException {
    String page = Files.readString(Path.of("docs", "faults.md"));
    for (Deadline deadline : Deadline.values()) {
      long seconds = deadline.time().toSeconds();
      String time = seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
      assertTrue(page.contains("| " + time + " | `" + deadline + "`"), deadline + " with " + time);
    }
  }

  private static DeadlineExceeded exceeded(CompletableFuture<?> work) {
    return (DeadlineExceeded)
        assertThrows(ExecutionException.class, () -> work.get(10, TimeUnit.SECONDS)).getCause();
  }
}
