package io.cardflow.ordering.gocards;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.ordering.Fault.Code;
import io.cardflow.ordering.gocards.GoCardsApi.Credentials;
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

  private final GoCardsCalls calls;
  private final AnswerReader answers;
  private final Clock clock;
  private final Credentials credentials;
  private String token;
  private Instant renewAt;

  /** The login in progress; null if none. */
  private FutureTask<String> running;

  AccessTokens(GoCardsCalls calls, AnswerReader answers, Clock clock, CardflowConfig config) {
    this.calls = calls;
    this.answers = answers;
    this.clock = clock;
    this.credentials =
        new Credentials(
            config.gocards().clientId().orElse(null), config.gocards().clientSecret().orElse(null));
  }

  /**
   * Returns a valid token.
   *
   * @throws CallFailed if no token is available within the time of one call
   */
  String current() {
    FutureTask<String> logIn;
    synchronized (this) {
      if (token != null && clock.instant().isBefore(renewAt)) {
        return token;
      }
      logIn = logIn();
    }
    return result(logIn);
  }

  /**
   * Returns a token other than the rejected one.
   *
   * @throws CallFailed if no token is available within the time of one call
   */
  String insteadOf(String refused) {
    FutureTask<String> logIn;
    synchronized (this) {
      if (token != null && !token.equals(refused)) {
        return token;
      }
      logIn = logIn();
    }
    return result(logIn);
  }

  /** Returns the login in progress, or starts one. */
  private synchronized FutureTask<String> logIn() {
    if (running == null) {
      token = null;
      running = new FutureTask<>(this::call);
    }
    return running;
  }

  /** Runs the login unless it is running, and waits for its token without holding a monitor. */
  private String result(FutureTask<String> logIn) {
    logIn.run();
    try {
      return logIn.get(calls.longest().toMillis(), TimeUnit.MILLISECONDS);
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
      ended(logIn);
    }
  }

  private synchronized void ended(FutureTask<String> logIn) {
    if (running == logIn && logIn.isDone()) {
      running = null;
    }
  }

  private String call() {
    HttpAnswer<byte[]> answer =
        calls.make(api -> api.logIn(credentials), (status, body) -> body.readAllBytes());
    if (answer.status() >= 400 && answer.status() != 429) {
      throw new CallFailed(
          Code.UNAUTHORIZED, "the login was answered with HTTP status " + answer.status());
    }
    AnswerReader.requireSuccess(answer);
    AnswerReader.LogIn logIn = answers.logIn(answer.body());
    Instant now = clock.instant();
    // A fifth of its lifetime, so that a token valid for a minute is not renewed for each call.
    Duration margin = Duration.between(now, logIn.validUntil()).dividedBy(5);
    accept(
        logIn.token(),
        logIn.validUntil().minus(margin.compareTo(LONGEST_MARGIN) < 0 ? margin : LONGEST_MARGIN));
    return logIn.token();
  }

  private synchronized void accept(String fresh, Instant renewal) {
    token = fresh;
    renewAt = renewal;
  }
}
