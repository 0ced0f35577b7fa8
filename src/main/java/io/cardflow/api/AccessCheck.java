package io.cardflow.api;

import io.cardflow.ops.CardflowConfig;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start with an API that does not know its callers. */
@Startup(Interceptor.Priority.PLATFORM_BEFORE)
@Singleton
class AccessCheck {

  /** With this audience Quarkus accepts every one. */
  private static final String ANY = "any";

  private final boolean enabled;
  private final boolean open;
  private final Optional<String> issuer;
  private final Optional<List<String>> audience;
  private final boolean signIn;
  private final Optional<String> client;
  private final Optional<String> secret;

  @Inject
  AccessCheck(
      CardflowConfig config,
      Instance<OpenAccess> platforms,
      @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> issuer,
      @ConfigProperty(name = "quarkus.oidc.token.audience") Optional<List<String>> audience,
      @ConfigProperty(name = "quarkus.oidc.client-id") Optional<String> client,
      @ConfigProperty(name = "quarkus.oidc.credentials.secret") Optional<String> secret) {
    this(
        config.console().enabled(),
        platforms.stream().anyMatch(OpenAccess::isOpen),
        issuer,
        audience,
        config.console().signIn(),
        client,
        secret);
  }

  AccessCheck(
      boolean enabled,
      boolean open,
      Optional<String> issuer,
      Optional<List<String>> audience,
      boolean signIn,
      Optional<String> client,
      Optional<String> secret) {
    this.enabled = enabled;
    this.open = open;
    this.issuer = issuer;
    this.audience = audience;
    this.signIn = signIn;
    this.client = client;
    this.secret = secret;
  }

  @PostConstruct
  void check() {
    if (!enabled || open) {
      return;
    }
    require(
        issuer.isPresent(), "quarkus.oidc.auth-server-url", "the API knows its callers by OIDC");
    require(
        audience.stream().anyMatch(names -> !names.isEmpty() && !names.contains(ANY)),
        "quarkus.oidc.token.audience",
        "without one, or with any, tokens for every service of the issuer would be accepted");
    if (signIn) {
      checkSignIn();
    }
  }

  private void checkSignIn() {
    String setting = "cardflow.console.sign-in";
    require(
        client.isPresent(), "quarkus.oidc.client-id", setting, "the issuer knows the page by it");
    require(
        secret.isPresent(),
        "quarkus.oidc.credentials.secret",
        setting,
        "it also encrypts sessions, which all replicas must be able to read");
  }

  private static void require(boolean holds, String setting, String why) {
    require(holds, setting, "cardflow.console.enabled", why);
  }

  private static void require(boolean holds, String setting, String because, String why) {
    if (!holds) {
      throw new IllegalArgumentException(
          setting + " must be set if " + because + " is true: " + why);
    }
  }
}
