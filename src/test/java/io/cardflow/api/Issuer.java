package io.cardflow.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An issuer of tokens for tests: an HTTP server with the discovery document and the public key of
 * OpenID Connect, and the tokens that it would issue.
 */
public final class Issuer implements AutoCloseable {

  /** The audience that the API demands. */
  static final String AUDIENCE = "cardflow-api";

  /** A role of the issuer's own, which a setting maps to the role {@code operator}. */
  static final String MAPPED_ROLE = "card-office";

  private static final ObjectMapper JSON = new ObjectMapper();

  private static Issuer shared;

  private final SigningKey key = new SigningKey("test-key");
  private final HttpServer server;

  private Issuer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.createContext(
        "/.well-known/openid-configuration", call -> answer(call, configuration()));
    server.createContext("/keys", call -> answer(call, Map.of("keys", List.of(publicKey()))));
    server.start();
  }

  /** The issuer that all tests of this JVM share. */
  public static synchronized Issuer shared() {
    if (shared == null) {
      Issuer started = new Issuer();
      Runtime.getRuntime().addShutdownHook(new Thread(started::close));
      shared = started;
    }
    return shared;
  }

  /** The settings of a worker that serves the API to callers with tokens of this issuer. */
  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("cardflow.console.enabled", "true");
    settings.put("cardflow.console.requests-per-second", "10000");
    settings.put("quarkus.oidc.auth-server-url", url());
    settings.put("quarkus.oidc.token.audience", AUDIENCE);
    settings.put("quarkus.oidc.roles.role-claim-path", "groups");
    settings.put("quarkus.http.auth.roles-mapping." + MAPPED_ROLE, "operator");
    return settings;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** A valid token of a caller with these roles. */
  public String token(String subject, String... roles) {
    return token(subject, Set.of(roles), Set.of());
  }

  /** A valid token of a caller with these roles and scopes. */
  public String token(String subject, Set<String> roles, Set<String> scopes) {
    return claims(subject).with("groups", roles).with("scope", String.join(" ", scopes)).signed();
  }

  /** The claims of a valid token without roles, to be changed and signed. */
  TestToken claims(String subject) {
    return new TestToken(key, url(), AUDIENCE, subject);
  }

  private Map<String, Object> configuration() {
    return Map.of(
        "issuer", url(),
        "jwks_uri", url() + "/keys",
        "authorization_endpoint", url() + "/authorize",
        "token_endpoint", url() + "/token",
        "response_types_supported", List.of("code"),
        "subject_types_supported", List.of("public"),
        "id_token_signing_alg_values_supported", List.of("RS256"));
  }

  private Map<String, Object> publicKey() {
    RSAPublicKey open = key.publicKey();
    return Map.of(
        "kty",
        "RSA",
        "use",
        "sig",
        "alg",
        "RS256",
        "kid",
        key.id(),
        "n",
        unsigned(open.getModulus()),
        "e",
        unsigned(open.getPublicExponent()));
  }

  private static String unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int sign = bytes[0] == 0 ? 1 : 0;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOfRange(bytes, sign, bytes.length));
  }

  private static void answer(HttpExchange call, Object json) throws IOException {
    byte[] body = JSON.writeValueAsBytes(json);
    call.getResponseHeaders().add("Content-Type", "application/json");
    call.sendResponseHeaders(200, body.length);
    call.getResponseBody().write(body);
    call.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
