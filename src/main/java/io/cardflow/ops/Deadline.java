package io.cardflow.ops;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How long the worker waits for the servers it depends on. A connection can stay open and silent,
 * for instance behind a firewall that has lost its state table; without a deadline, the caller
 * would wait until the process ends. Every wait uses one of these deadlines, and fails with {@link
 * DeadlineExceeded}.
 */
public enum Deadline {
  /** Longer than a burst of work occupies all connections of the pool. */
  CONNECTION(Duration.ofSeconds(10), "PostgreSQL has not provided a connection for"),

  /**
   * Longer than {@code statement_timeout} (20 s), so that PostgreSQL reports its own timeout first.
   */
  TRANSACTION(Duration.ofSeconds(30), "PostgreSQL has not answered for"),

  /** A rollback does not wait for locks; if it is not answered, the connection is destroyed. */
  ROLLBACK(Duration.ofSeconds(5), "PostgreSQL has not rolled back for"),

  /** Shorter than the timeout of a probe (5 s), so that the probe receives the cause. */
  HEALTH(Duration.ofSeconds(3), "PostgreSQL has not answered for"),

  /** Longer than the producer's {@code max.block.ms} and {@code delivery.timeout.ms} together. */
  SEND(Duration.ofSeconds(25), "Kafka has not acknowledged messages for"),

  /** Longer than the admin client's {@code default.api.timeout.ms} (10 s). */
  ADMIN(Duration.ofSeconds(15), "Kafka has not answered for"),

  /**
   * For a request to the API, whose client waits. Longer than a reader of records takes to give up
   * and to close.
   */
  READ(Duration.ofSeconds(9), "Kafka has not answered for"),

  /**
   * A safety net for a run of a job that no other deadline ends. Longer than a run through a large
   * backlog; the next run continues one that was ended early.
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

  /** The same work, which is cancelled and fails when the deadline passes. */
  public <T> Uni<T> of(Uni<T> work) {
    return work.ifNoItem().after(time).failWith(this::exceeded);
  }

  /** The same work, which fails when the deadline passes; its own outcome is then ignored. */
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
   * @throws DeadlineExceeded if it does not complete in time
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
