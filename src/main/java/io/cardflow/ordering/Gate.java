package io.cardflow.ordering;

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
    denials = 0;
    why = null;
  }

  /** Returns why nothing is submitted, if the credentials are rejected. */
  synchronized Optional<String> denied() {
    return Optional.ofNullable(why);
  }

  private void close(Duration time) {
    closedUntil = Math.max(closedUntil, clock.now() + time.toNanos());
  }
}
