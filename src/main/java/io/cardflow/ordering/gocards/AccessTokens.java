package io.cardflow.ordering.gocards;

import io.cardflow.ordering.Fault.Code;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The bearer token of this replica, renewed before it expires and when the bureau rejects it.
 * Concurrent callers share one login and its failure: if each made its own, they would queue and
 * their claims would expire.
 */
@Singleton
class AccessTokens {

  private static final Duration LONGEST_MARGIN = Duration.ofMinutes(1);

  /** The life of a token that has none, or none left: the clocks of both sides may differ. */
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(5);

  private final GoCardsCalls calls;
  private final LogIn logIn;
  private final Clock clock;
  private String token;
  private Instant renewAt;

  /** The login in progress; null if none. */
  private FutureTask<String> running;

  AccessTokens(GoCardsCalls calls, LogIn logIn, Clock clock) {
    this.calls = calls;
    this.logIn = logIn;
    this.clock = clock;
  }

  /**
   * Returns a valid token.
   *
   * @throws CallFailed if no token is available within the time of one call
   */
  String current() {
    FutureTask<String> renewal;
    synchronized (this) {
      if (token != null && clock.instant().isBefore(renewAt)) {
        return token;
      }
      renewal = renewal();
    }
    return result(renewal);
  }

  /**
   * Returns a token other than the rejected one.
   *
   * @throws CallFailed if no token is available within the time of one call
   */
  String insteadOf(String refused) {
    FutureTask<String> renewal;
    synchronized (this) {
      if (token != null && !token.equals(refused)) {
        return token;
      }
      renewal = renewal();
    }
    return result(renewal);
  }

  /** Returns the login in progress, or starts one. */
  private synchronized FutureTask<String> renewal() {
    if (running == null) {
      token = null;
      running = new FutureTask<>(this::call);
    }
    return running;
  }

  /** Runs the login unless it is running, and waits for its token without holding a monitor. */
  private String result(FutureTask<String> renewal) {
    renewal.run();
    try {
      return renewal.get(calls.longest().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (TimeoutException late) {
      throw new CallFailed(Code.TIMEOUT, "the login was not answered in time");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CallFailed(Code.INTERNAL, "the worker is stopping");
    } finally {
      ended(renewal);
    }
  }

  private synchronized void ended(FutureTask<String> renewal) {
    if (running == renewal && renewal.isDone()) {
      running = null;
    }
  }

  private String call() {
    LogIn.Token fresh = logIn.call();
    Instant now = clock.instant();
    Duration life =
        fresh.validUntil() == null ? Duration.ZERO : Duration.between(now, fresh.validUntil());
    // A fifth of its lifetime, so that a token valid for a minute is not renewed for each call.
    Duration margin = life.dividedBy(5);
    Duration use = life.minus(margin.compareTo(LONGEST_MARGIN) < 0 ? margin : LONGEST_MARGIN);
    accept(fresh.text(), now.plus(use.compareTo(SHORTEST_LIFE) < 0 ? SHORTEST_LIFE : use));
    return fresh.text();
  }

  private synchronized void accept(String fresh, Instant renewal) {
    token = fresh;
    renewAt = renewal;
  }
}
