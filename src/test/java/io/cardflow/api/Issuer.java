package io.cardflow.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An issuer of tokens for tests: an HTTP server with the discovery document and the public key of
 * OpenID Connect, and the tokens that it would issue.
 */
public final class Issuer implements AutoCloseable {

  /** The audience that the API demands. */
  static final String AUDIENCE = "cardflow-api";

  /** A role of the issuer's own, which a setting maps to the role {@code operator}. */
  static final String MAPPED_ROLE = "card-office";

  /** The name of the page's client. */
  static final String CLIENT = "cardflow-page";

  /**
   * The cookie with the name and the roles of the user who signs in, as {@code ann:viewer+admin}.
   */
  public static final String USER_COOKIE = "issuer-user";

  private static final Pattern USER = Pattern.compile(USER_COOKIE + "=([^;]+)");

  private static final ObjectMapper JSON = new ObjectMapper();

  private static Issuer shared;

  private record SignedIn(String user, String nonce) {}

  private final Map<String, SignedIn> codes = new ConcurrentHashMap<>();
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
    server.createContext("/authorize", this::authorize);
    server.createContext("/token", this::exchange);
    server.createContext("/end-session", this::endSession);
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
        "issuer",
        url(),
        "jwks_uri",
        url() + "/keys",
        "authorization_endpoint",
        url() + "/authorize",
        "token_endpoint",
        url() + "/token",
        "end_session_endpoint",
        url() + "/end-session",
        "response_types_supported",
        List.of("code"),
        "subject_types_supported",
        List.of("public"),
        "id_token_signing_alg_values_supported",
        List.of("RS256"));
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

  /** The settings of a worker whose page signs readers in with this issuer. */
  public Map<String, String> signInSettings() {
    Map<String, String> settings = settings();
    settings.put("cardflow.console.sign-in", "true");
    settings.put("quarkus.oidc.client-id", CLIENT);
    settings.put("quarkus.oidc.credentials.secret", "a secret of 32 characters or more");
    return settings;
  }

  /** Signs the user of the cookie in without asking, and sends the browser back. */
  private void authorize(HttpExchange call) throws IOException {
    Map<String, String> query = fields(call.getRequestURI().getRawQuery());
    String code = UUID.randomUUID().toString();
    codes.put(code, new SignedIn(user(call), query.get("nonce")));
    redirect(
        call,
        query.get("redirect_uri") + "?code=" + code + "&state=" + encoded(query.get("state")));
  }

  private void exchange(HttpExchange call) throws IOException {
    Map<String, String> form = fields(new String(call.getRequestBody().readAllBytes(), UTF_8));
    SignedIn signedIn = codes.remove(form.get("code"));
    if (signedIn == null) {
      call.sendResponseHeaders(400, -1);
      call.close();
      return;
    }
    String[] user = signedIn.user().split(":", 2);
    answer(
        call,
        Map.of(
            "access_token",
            token(user[0], user[1].split("\\+")),
            "id_token",
            new TestToken(key, url(), CLIENT, user[0]).with("nonce", signedIn.nonce()).signed(),
            "token_type",
            "Bearer",
            "expires_in",
            600));
  }

  private void endSession(HttpExchange call) throws IOException {
    redirect(call, fields(call.getRequestURI().getRawQuery()).get("post_logout_redirect_uri"));
  }

  private static String user(HttpExchange call) {
    String cookies = call.getRequestHeaders().getFirst("Cookie");
    Matcher user = USER.matcher(cookies == null ? "" : cookies);
    return user.find() ? user.group(1) : "nobody:none";
  }

  private static Map<String, String> fields(String encoded) {
    Map<String, String> fields = new HashMap<>();
    for (String field : encoded.split("&")) {
      String[] parts = field.split("=", 2);
      fields.put(parts[0], URLDecoder.decode(parts.length > 1 ? parts[1] : "", UTF_8));
    }
    return fields;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static void redirect(HttpExchange call, String to) throws IOException {
    call.getResponseHeaders().add("Location", to);
    call.sendResponseHeaders(302, -1);
    call.close();
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
