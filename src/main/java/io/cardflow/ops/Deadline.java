package io.cardflow.ops;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How long the worker waits for each of the servers it depends on. A connection can stay open and
 * silent, as behind a firewall that has lost its table; without a deadline, whoever waits on it
 * waits until the process ends. Every wait goes through one of these, and fails with {@link
 * DeadlineExceeded}.
 */
public enum Deadline {
  /** Longer than a burst of work keeps all connections of the pool busy. */
  CONNECTION(Duration.ofSeconds(10), "PostgreSQL has given no connection for"),

  /** Longer than {@code statement_timeout} (20 s), so that PostgreSQL reports its own first. */
  TRANSACTION(Duration.ofSeconds(30), "PostgreSQL has not answered for"),

  /** A rollback has nothing to wait for; without its answer the connection is destroyed. */
  ROLLBACK(Duration.ofSeconds(5), "PostgreSQL has not rolled back for"),

  /** Shorter than the time-out of a probe (5 s), or a probe would not see what is wrong. */
  HEALTH(Duration.ofSeconds(3), "PostgreSQL has not answered for"),

  /** Longer than the producer's {@code max.block.ms} and {@code delivery.timeout.ms} together. */
  SEND(Duration.ofSeconds(25), "Kafka has not acknowledged messages for"),

  /** Longer than the admin client's {@code default.api.timeout.ms} (10 s). */
  ADMIN(Duration.ofSeconds(15), "Kafka has not answered for"),

  /**
   * A net below the others: a run of a job that nothing else ends. Longer than a run that works
   * through a large backlog; one that is ended early is continued by the next.
   */
  RUN(Duration.ofMinutes(15), "the run has not ended after");

  private final Duration time;
  private final String message;

  Deadline(Duration time, String message) {
    this.time = time;
    this.message = message;
  }

  public Duration time() {
    return time;
  }

  /** The same work, which fails when the deadline passes; it is cancelled then. */
  public <T> Uni<T> of(Uni<T> work) {
    return work.ifNoItem().after(time).failWith(this::exceeded);
  }

  /** The same work, which fails when the deadline passes; its own outcome is then dropped. */
  public <T> Future<T> of(Future<T> work) {
    return work.timeout(time.toMillis(), TimeUnit.MILLISECONDS)
        .recover(
            failed ->
                Future.failedFuture(failed instanceof TimeoutException ? exceeded() : failed));
  }

  /**
   * Waits on the caller's thread, which must not be an event loop.
   *
   * @throws ExecutionException with the work's own failure
   * @throws DeadlineExceeded if it does not end in time
   * @throws IllegalStateException if the thread is interrupted; it stays interrupted
   */
  public <T> T await(java.util.concurrent.Future<T> work) throws ExecutionException {
    try {
      return work.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw exceeded();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }

  private DeadlineExceeded exceeded() {
    return new DeadlineExceeded(message + " " + time);
  }
}
