package io.cardflow.ordering.gocards;

import io.cardflow.ordering.Fault;
import io.cardflow.ordering.Fault.Code;
import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcEndpoint;
import io.quarkus.oidc.common.OidcResponseFilter;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;

/**
 * Distinguishes the faults of the bureau's token endpoint, of which the client reports only one.
 */
@Singleton
@Unremovable
@OidcEndpoint(OidcEndpoint.Type.TOKEN)
class TokenEndpointFaults implements OidcResponseFilter {

  private static final String CLIENT = "client-id";

  private final Clock clock;

  TokenEndpointFaults(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Uni<Void> filter(OidcResponseFilterContext answer) {
    int status = answer.statusCode();
    if (status == 200
        || answer.requestProperties() == null
        || !OAuth2LogIn.ID.equals(answer.requestProperties().getString(CLIENT))) {
      return Uni.createFrom().voidItem();
    }
    Code code =
        status >= 500
            ? Code.SERVER_ERROR
            : status == 429
                ? Code.TOO_MANY_REQUESTS
                : status >= 400 ? Code.UNAUTHORIZED : Code.UNEXPECTED_STATUS;
    return Uni.createFrom()
        .failure(
            new CallFailed(
                new Fault(
                    code,
                    "the login was answered with HTTP status " + status,
                    RetryAfter.read(answer.responseHeaders().get("Retry-After"), clock.instant())),
                null));
  }
}
