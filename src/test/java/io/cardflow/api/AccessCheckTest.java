package io.cardflow.api;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An API that would not know its callers is not started. */
class AccessCheckTest {

  private static final String ISSUER = "https://issuer.example";

  @Test
  void withoutAnIssuerItDoesNotStart() {
    assertRefused("quarkus.oidc.auth-server-url", null, List.of("cardflow"));
  }

  @Test
  void withoutAnAudienceItDoesNotStart() {
    assertRefused("quarkus.oidc.token.audience", ISSUER, null);
    assertRefused("quarkus.oidc.token.audience", ISSUER, List.of());
    assertRefused("quarkus.oidc.token.audience", ISSUER, List.of("any"));
  }

  @Test
  void withBothItStarts() {
    assertDoesNotThrow(() -> check(true, false, ISSUER, List.of("cardflow")));
  }

  @Test
  void theLocalPlatformNeedsNeither() {
    assertDoesNotThrow(() -> check(true, true, null, null));
  }

  @Test
  void aWorkerWithoutTheApiNeedsNeither() {
    assertDoesNotThrow(() -> check(false, false, null, null));
  }

  @Test
  void aPageThatSignsInNeedsAClientWithASecret() {
    assertSignInRefused("quarkus.oidc.client-id", null, "secret");
    assertSignInRefused("quarkus.oidc.credentials.secret", "page", null);
    assertDoesNotThrow(() -> signIn("page", "secret"));
  }

  private static void assertSignInRefused(String setting, String client, String secret) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> signIn(client, secret));
    assertTrue(refused.getMessage().startsWith(setting + " "), refused.getMessage());
  }

  private static void signIn(String client, String secret) {
    new AccessCheck(
            true,
            false,
            Optional.of(ISSUER),
            Optional.of(List.of("cardflow")),
            true,
            Optional.ofNullable(client),
            Optional.ofNullable(secret))
        .check();
  }

  private static void assertRefused(String setting, String issuer, List<String> audience) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> check(true, false, issuer, audience));
    assertTrue(refused.getMessage().startsWith(setting + " "), refused.getMessage());
  }

  private static void check(boolean enabled, boolean open, String issuer, List<String> audience) {
    new AccessCheck(
            enabled,
            open,
            Optional.ofNullable(issuer),
            Optional.ofNullable(audience),
            false,
            Optional.empty(),
            Optional.empty())
        .check();
  }
}
