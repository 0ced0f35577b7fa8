package io.cardflow.ordering.gocards;

import io.cardflow.ops.CardflowConfig;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Dependencies of the adapter that depend on settings. */
@Singleton
class GoCardsBeans {

  @Produces
  @Singleton
  LogIn logIn(
      GoCardsCalls calls,
      Assumptions assumptions,
      OidcClients clients,
      TlsConfigurationRegistry tls,
      CardflowConfig config) {
    CardflowConfig.Gocards gocards = config.gocards();
    if (gocards.url().isEmpty()) {
      return () -> {
        throw new IllegalStateException("there is no bureau to log in to");
      };
    }
    return switch (gocards.auth()) {
      case LOGIN -> new PasswordLogIn(calls, assumptions, gocards);
      case OAUTH2 ->
          new OAuth2LogIn(
              calls,
              clients,
              gocards,
              tls.get(GoCardsCalls.TLS).isPresent() ? GoCardsCalls.TLS : null);
    };
  }
}
