package io.cardflow.ordering.gocards;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.ordering.Fault.Code;
import io.cardflow.ordering.gocards.GoCardsApi.Credentials;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The bearer token of this replica. It is renewed before it runs out, and when the bureau does not
 * take it; callers that need it meanwhile wait for one log-in instead of making more.
 */
@Singleton
class Tokens {

  private static final Duration LONGEST_MARGIN = Duration.ofMinutes(1);

  private final GoCardsCalls calls;
  private final Answers answers;
  private final Clock clock;
  private final Credentials credentials;
  private String token;
  private Instant renewAt;

  Tokens(GoCardsCalls calls, Answers answers, Clock clock, CardflowConfig config) {
    this.calls = calls;
    this.answers = answers;
    this.clock = clock;
    this.credentials =
        new Credentials(
            config.gocards().clientId().orElse(null), config.gocards().clientSecret().orElse(null));
  }

  /**
   * A token that is good for a while.
   *
   * @throws CallFailed if there is none to be had
   */
  synchronized String current() {
    return token != null && clock.instant().isBefore(renewAt) ? token : logIn();
  }

  /**
   * Another token than one that was not taken.
   *
   * @throws CallFailed if there is none to be had
   */
  synchronized String insteadOf(String refused) {
    return refused.equals(token) || token == null ? logIn() : token;
  }

  private String logIn() {
    token = null;
    HttpAnswer answer = calls.make(api -> api.logIn(credentials));
    if (answer.status() >= 400 && answer.status() != 429) {
      throw new CallFailed(
          Code.UNAUTHORIZED, "the log-in was answered with HTTP status " + answer.status());
    }
    Answers.requireSuccess(answer);
    Answers.LogIn logIn = answers.logIn(answer.body());
    Instant now = clock.instant();
    // A fifth of its life, so that a token that lives a minute is not renewed for each call.
    Duration margin = Duration.between(now, logIn.validUntil()).dividedBy(5);
    renewAt =
        logIn.validUntil().minus(margin.compareTo(LONGEST_MARGIN) < 0 ? margin : LONGEST_MARGIN);
    token = logIn.token();
    return token;
  }
}
