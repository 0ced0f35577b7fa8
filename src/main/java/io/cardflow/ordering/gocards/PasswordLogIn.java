package io.cardflow.ordering.gocards;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.ordering.Fault.Code;

/** The bureau's own login: client id and secret in a JSON body. */
final class PasswordLogIn implements LogIn {

  private final GoCardsCalls calls;
  private final Assumptions assumptions;
  private final String body;

  PasswordLogIn(GoCardsCalls calls, Assumptions assumptions, CardflowConfig.Gocards gocards) {
    this.calls = calls;
    this.assumptions = assumptions;
    this.body =
        assumptions.logIn(gocards.clientId().orElse(null), gocards.clientSecret().orElse(null));
  }

  @Override
  public Token call() {
    HttpAnswer<byte[]> answer =
        calls.make(
            api -> api.post(calls.urls().logIn(), null, null, body),
            (status, in) -> in.readAllBytes());
    if (answer.status() >= 400 && answer.status() != 429) {
      throw new CallFailed(
          Code.UNAUTHORIZED, "the login was answered with HTTP status " + answer.status());
    }
    answer.requireSuccess();
    return assumptions.token(answer.body());
  }
}
