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

  @Inject
  AccessCheck(
      CardflowConfig config,
      Instance<OpenAccess> platforms,
      @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> issuer,
      @ConfigProperty(name = "quarkus.oidc.token.audience") Optional<List<String>> audience) {
    this(
        config.console().enabled(),
        platforms.stream().anyMatch(OpenAccess::isOpen),
        issuer,
        audience);
  }

  AccessCheck(
      boolean enabled, boolean open, Optional<String> issuer, Optional<List<String>> audience) {
    this.enabled = enabled;
    this.open = open;
    this.issuer = issuer;
    this.audience = audience;
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
  }

  private static void require(boolean holds, String setting, String why) {
    if (!holds) {
      throw new IllegalArgumentException(
          setting + " must be set if cardflow.console.enabled is true: " + why);
    }
  }
}
