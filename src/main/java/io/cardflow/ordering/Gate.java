package io.cardflow.ordering;

import io.cardflow.store.Signals.Calls;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether this replica may call the bureau now. It closes for the {@code Retry-After} of the bureau
 * and after rejected credentials; then it admits one call, and all others once that call succeeds.
 */
@Singleton
class Gate {

  private static final RetryDelay PROBES =
      new RetryDelay(Duration.ofSeconds(2), Duration.ofMinutes(1));

  private final NanoClock clock;
  private long closedUntil;
  private int denials;
  private String why;
  private Long answeredAt;
  private Long failedAt;
  private Fault.Code fault;

  /** A monotonic clock in nanoseconds. */
  interface NanoClock {
    long now();
  }

  Gate() {
    this(System::nanoTime);
  }

  Gate(NanoClock clock) {
    this.clock = clock;
    this.closedUntil = clock.now();
  }

  /** Returns how many of the wanted calls may be made now. */
  synchronized int admits(int calls) {
    if (clock.now() - closedUntil < 0) {
      return 0;
    }
    return denials > 0 ? Math.min(calls, 1) : calls;
  }

  /** Records the fault of a call. */
  synchronized void failed(Fault fault) {
    if (fault.code().isFromCall()) {
      failedAt = clock.now();
      this.fault = fault.code();
    }
    if (fault.code() == Fault.Code.UNAUTHORIZED) {
      denials++;
      why = fault.detail();
      close(PROBES.after(denials, fault.retryAfter()));
    } else if (fault.retryAfter() != null) {
      close(fault.retryAfter());
    }
  }

  /** Records a successful call: the bureau accepts the credentials. */
  synchronized void passed() {
    answeredAt = clock.now();
    denials = 0;
    why = null;
  }

  /** Returns why nothing is submitted, if the credentials are rejected. */
  synchronized Optional<String> denied() {
    return Optional.ofNullable(why);
  }

  /** Returns when the last calls succeeded and failed. */
  synchronized Calls calls() {
    return new Calls(age(answeredAt), age(failedAt), fault == null ? null : fault.name());
  }

  private Double age(Long at) {
    return at == null ? null : (clock.now() - at) / 1e9;
  }

  private void close(Duration time) {
    closedUntil = Math.max(closedUntil, clock.now() + time.toNanos());
  }
}
