package io.cardflow.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The API knows its callers by signed tokens, and gives them the rights of roles and scopes. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@WithTestResource(ApiTestResource.class)
class AuthenticationTest {

  private static final String READ = "/api/probe";
  private static final String ADMINISTER = "/api/probe/admin";

  private final Issuer issuer = Issuer.shared();

  @TestHTTPResource("/")
  URI url;

  /** A token that must not be accepted. */
  record Bad(String name, Function<Issuer, String> token) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Bad> badTokens() {
    Function<Issuer, TestToken> viewer =
        issuer -> issuer.claims("eve").with("groups", List.of("viewer"));
    return Stream.of(
        new Bad("wrong key", issuer -> viewer.apply(issuer).signedBy(new SigningKey("other"))),
        new Bad(
            "wrong key under the right name",
            issuer -> viewer.apply(issuer).signedBy(new SigningKey("test-key"))),
        new Bad("wrong audience", issuer -> viewer.apply(issuer).with("aud", "another").signed()),
        new Bad("no audience", issuer -> viewer.apply(issuer).with("aud", null).signed()),
        new Bad(
            "wrong issuer", issuer -> viewer.apply(issuer).with("iss", "http://another").signed()),
        new Bad("expired", issuer -> viewer.apply(issuer).at("exp", -60).signed()),
        new Bad("no expiry", issuer -> viewer.apply(issuer).with("exp", null).signed()),
        new Bad("not yet valid", issuer -> viewer.apply(issuer).at("nbf", 600).signed()),
        new Bad("algorithm none", issuer -> viewer.apply(issuer).unsigned()),
        new Bad(
            "claims replaced",
            issuer ->
                viewer
                    .apply(issuer)
                    .with("sub", "admin")
                    .forgedFrom(viewer.apply(issuer).signed())),
        new Bad("no subject", issuer -> viewer.apply(issuer).with("sub", "").signed()),
        new Bad(
            "control characters",
            issuer -> viewer.apply(issuer).with("sub", "eve\r\nadmin").signed()),
        new Bad(
            "long subject", issuer -> viewer.apply(issuer).with("sub", "e".repeat(257)).signed()),
        new Bad("no token", issuer -> "garbage"));
  }

  @ParameterizedTest
  @MethodSource("badTokens")
  void aTokenThatIsNotValidIsRejected(Bad bad) {
    assertUnauthenticated(client().get(READ, bad.token().apply(issuer)));
  }

  @Test
  void aRequestWithoutATokenIsRejected() {
    assertUnauthenticated(client().get(READ, null));
  }

  @Test
  void anotherSchemeThanBearerIsRejected() {
    assertUnauthenticated(
        client().send(client().request(READ, null).header("Authorization", "Basic YTpi").GET()));
  }

  @Test
  void aTokenInTheQueryOrACookieDoesNotCount() {
    String token = issuer.token("ann", "viewer");
    assertUnauthenticated(client().get(READ + "?access_token=" + token, null));
    assertUnauthenticated(
        client().send(client().request(READ, null).header("Cookie", "q_session=" + token).GET()));
  }

  @Test
  void aValidTokenWithoutARoleReadsNothing() {
    assertForbidden(client().get(READ, issuer.token("ann")));
  }

  @Test
  void theCallerIsTheSubjectOfTheToken() {
    HttpResponse<String> response =
        client()
            .get(
                READ,
                issuer
                    .claims("subject-1")
                    .with("groups", List.of("viewer"))
                    .with("preferred_username", "ann")
                    .signed());
    assertEquals(200, response.statusCode());
    assertEquals("subject-1", ApiClient.json(response).path("caller").asText());
  }

  @Test
  void aRoleOfTheIssuerIsMappedByASetting() {
    HttpResponse<String> written =
        client().post(READ, issuer.token("ann", Issuer.MAPPED_ROLE), "{\"text\":\"abc\"}");
    assertEquals(200, written.statusCode());
    assertForbidden(client().get(ADMINISTER, issuer.token("ann", Issuer.MAPPED_ROLE)));
  }

  @Test
  void scopesCountAsText() {
    assertEquals(
        200, client().get(READ, issuer.token("m", Set.of(), Set.of("cardflow.read"))).statusCode());
    assertEquals(
        200,
        client()
            .get(READ, issuer.claims("m").with("scope", "openid cardflow.read").signed())
            .statusCode());
  }

  @Test
  void scopesCountAsAnArray() {
    for (Object scopes : List.of(List.of("openid", "cardflow.read"), "openid cardflow.read")) {
      String token = issuer.claims("m").with("scp", scopes).signed();
      assertEquals(200, client().get(READ, token).statusCode(), scopes.toString());
    }
  }

  @Test
  void aTextThatContainsAScopeIsNotTheScope() {
    for (Object scopes :
        List.of("x.cardflow.read", "cardflow.readx", "x,cardflow.read", "cardflow.read;")) {
      String token = issuer.claims("m").with("scope", scopes).signed();
      int status = client().get(READ, token).statusCode();
      assertTrue(status == 401 || status == 403, scopes + ": " + status);
    }
  }

  @Test
  void aRoleIsNoScopeAndAScopeNoRole() {
    assertForbidden(client().get(READ, issuer.token("m", "cardflow.read")));
    assertForbidden(client().get(READ, issuer.token("m", Set.of(), Set.of("viewer", "admin"))));
  }

  @Test
  void theNameOfARightIsNoRole() {
    for (Right right : Right.values()) {
      assertForbidden(client().get(READ, issuer.token("m", right.id)));
    }
  }

  @Test
  void aResourceWithoutARuleRejectsEveryCaller() {
    assertForbidden(
        client()
            .get(
                "/api/probe/forgotten",
                issuer.token("a", "viewer", "operator", "privacy", "admin")));
  }

  @Test
  void theDocumentIsPublic() {
    assertEquals(200, client().get("/q/openapi?format=json", null).statusCode());
  }

  @Test
  void aBadTokenIsRejectedEvenWhereNoneIsNeeded() {
    assertUnauthenticated(client().get("/q/openapi", "garbage"));
    assertUnauthenticated(client().get("/api/none", "garbage"));
  }

  private ApiClient client() {
    return new ApiClient(url);
  }

  private static void assertUnauthenticated(HttpResponse<String> response) {
    assertProblem(401, "unauthenticated", response);
    assertEquals("Bearer", response.headers().firstValue("WWW-Authenticate").orElseThrow());
  }

  private static void assertForbidden(HttpResponse<String> response) {
    assertProblem(403, "forbidden", response);
  }

  private static void assertProblem(int status, String code, HttpResponse<String> response) {
    assertEquals(status, response.statusCode(), response.body());
    assertEquals(
        "application/problem+json", response.headers().firstValue("Content-Type").orElseThrow());
    assertEquals(code, ApiClient.json(response).path("code").asText());
  }
}
