package io.cardflow.ordering.gocards;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.ordering.Fault.Code;
import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.oidc.client.Tokens;
import io.quarkus.oidc.client.runtime.OidcClientConfig;
import io.smallrye.mutiny.TimeoutException;
import java.time.Duration;
import java.time.Instant;

/** OAuth 2.0 client credentials (RFC 6749, section 4.4). */
final class OAuth2LogIn implements LogIn {

  /** The id of the client, by which {@link TokenEndpointFaults} knows its answers. */
  static final String ID = "gocards";

  private final GoCardsCalls calls;
  private final OidcClients clients;
  private final OidcClientConfig config;
  private final Duration timeout;
  private OidcClient client;

  /**
   * @param tls the name of the bureau's configuration in the TLS registry; null if it has none
   */
  OAuth2LogIn(GoCardsCalls calls, OidcClients clients, CardflowConfig.Gocards gocards, String tls) {
    this.calls = calls;
    this.clients = clients;
    this.timeout = gocards.timeout();
    var builder =
        OidcClientConfig.builder()
            .id(ID)
            .discoveryEnabled(false)
            .tokenPath(new GoCardsUrls(gocards).token())
            .clientId(gocards.clientId().orElseThrow())
            .credentials(gocards.clientSecret().orElseThrow())
            .connectionTimeout(timeout)
            .connectionRetryCount(1)
            .followRedirects(false);
    gocards.scope().ifPresent(scope -> builder.scopes(scope.split(" ")));
    if (tls != null) {
      builder.tlsConfigurationName(tls);
    }
    this.config = builder.build();
  }

  @Override
  public Token call() {
    return calls.token(this::request);
  }

  private Token request() {
    try {
      Tokens tokens = client().getTokens().await().atMost(timeout);
      Long expiry = tokens.getAccessTokenExpiresAt();
      return Assumptions.token(
          tokens.getAccessToken(), expiry == null ? null : Instant.ofEpochSecond(expiry));
    } catch (CallFailed refused) {
      throw refused;
    } catch (TimeoutException late) {
      throw new CallFailed(Code.TIMEOUT, "no token in time");
    } catch (RuntimeException failed) {
      // The message may quote the answer, so only the class is reported.
      throw new CallFailed(Code.CONNECTION, "no token, " + failed.getClass().getSimpleName());
    }
  }

  private synchronized OidcClient client() {
    if (client == null) {
      client = clients.newClient(config).await().atMost(timeout);
    }
    return client;
  }
}
