package io.cardflow.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every failure is a problem with a stable code, whatever part of the server finds it. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@WithTestResource(ApiTestResource.class)
class ProblemsTest {

  private static final String PROBE = "/api/probe";

  private final String token =
      Issuer.shared().token("ann", "viewer", "operator", "privacy", "admin");

  @TestHTTPResource("/")
  URI url;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api",
        "/api/",
        "/api/none",
        "/none",
        "/q",
        "/q/none",
        "/q/health",
        "/q/metrics",
        "/index.html",
        "/favicon.ico",
        "/api/probe/none"
      })
  void anUnknownPath(String path) {
    assertProblem(404, "unknown-path", RawHttp.send(url, "GET " + path + " HTTP/1.1", host()));
    assertProblem(404, "unknown-path", client().get(path, token));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/%zz",
        "/api/cards/%",
        "/%c0%ae%c0%ae/",
        "/api/probe?number=%zz",
        "//",
        "/a|b"
      })
  void aMalformedEscape(String path) {
    RawHttp.Answer answer =
        RawHttp.send(url, "GET " + path + " HTTP/1.1", host(), "Authorization: Bearer " + token);
    assertTrue(answer.status() == 400 || answer.status() == 404, answer.toString());
    assertTrue(answer.head().contains("content-type: application/problem+json"), answer.head());
  }

  @ParameterizedTest
  @CsvSource({"PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"})
  void aMethodThatThePathDoesNotHave(String method) {
    RawHttp.Answer answer =
        RawHttp.send(
            url,
            method + " " + PROBE + " HTTP/1.1",
            host(),
            "Authorization: Bearer " + token,
            "Content-Length: 0");
    assertProblem(405, "method-not-allowed", answer);
    assertTrue(answer.head().contains("allow: "), answer.head());
    for (String allowed : List.of("get", "head", "options", "post")) {
      assertTrue(
          answer
              .head()
              .lines()
              .anyMatch(line -> line.startsWith("allow: ") && line.contains(allowed)));
    }
  }

  @Test
  void aRepresentationThatDoesNotExist() {
    HttpResponse<String> response =
        client().send(client().request(PROBE, token).header("Accept", "image/png").GET());
    assertProblem(406, "not-acceptable", response);
  }

  @Test
  void aBodyOfAnotherType() {
    HttpResponse<String> response =
        client()
            .send(
                client()
                    .request(PROBE, token)
                    .header("Content-Type", "text/plain")
                    .POST(BodyPublishers.ofString("x")));
    assertProblem(415, "unsupported-media-type", response);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "{\"text\":{}}", "\"x\"", "{\"text\":\"x\"} x"})
  void aBodyThatIsNotValid(String body) {
    HttpResponse<String> response = client().post(PROBE, token, body);
    assertProblem(400, "invalid-body", response);
    assertFalse(response.body().contains("ProbeResource"), response.body());
  }

  @Test
  void aParameterThatIsNotOfItsType() {
    assertProblem(400, "invalid-parameter", client().get(PROBE + "?number=many", token));
  }

  @Test
  void aFaultOfTheApiDoesNotShowItsMessage() {
    HttpResponse<String> response = client().get(PROBE + "/fault", token);
    assertProblem(500, "internal-error", response);
    assertFalse(response.body().contains(ProbeResource.SECRET));
  }

  @Test
  void aLongUri() {
    assertProblem(414, "uri-too-long", client().get(PROBE + "?q=" + "x".repeat(9 * 1024), token));
  }

  @Test
  void largeHeaders() {
    assertProblem(
        431,
        "headers-too-large",
        client().send(client().request(PROBE, token).header("X-Large", "x".repeat(17_000)).GET()));
  }

  @Test
  void aLargeBody() {
    HttpResponse<String> response = client().post(PROBE, token, body(64 * 1024));
    assertProblem(413, "payload-too-large", response);
  }

  @Test
  void aLargeBodyOfUnknownLength() {
    byte[] large = body(64 * 1024).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    HttpRequest.Builder request =
        client()
            .request(PROBE, token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArrays(List.of(large)));
    assertProblem(413, "payload-too-large", client().send(request));
  }

  @Test
  void theLargestBodyIsRead() {
    String text = "x".repeat(64 * 1024 - "{\"text\":\"\"}".length());
    HttpResponse<String> response = client().post(PROBE, token, "{\"text\":\"" + text + "\"}");
    assertEquals(200, response.statusCode(), response.body());
    assertEquals(text.length(), ApiClient.json(response).path("length").asInt());
  }

  @Test
  void aBodyInChunksIsRead() {
    HttpRequest.Builder request =
        client()
            .request(PROBE, token)
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofByteArrays(
                    List.of("{\"text\":".getBytes(), "\"abc\"}".getBytes())));
    assertEquals(3, ApiClient.json(client().send(request)).path("length").asInt());
  }

  @Test
  void aHeadRequestHasTheHeadersAndNoBody() {
    HttpRequest.Builder known =
        client().request(PROBE, token).method("HEAD", BodyPublishers.noBody());
    assertEquals(200, client().send(known).statusCode());
    HttpRequest.Builder unknown =
        client().request("/api/none", null).method("HEAD", BodyPublishers.noBody());
    HttpResponse<String> response = client().send(unknown);
    assertEquals(404, response.statusCode());
    assertEquals("", response.body());
    assertEquals(Problem.TYPE, response.headers().firstValue("Content-Type").orElseThrow());
  }

  @Test
  void anOptionsRequestNamesTheMethods() {
    HttpResponse<String> response =
        client().send(client().request(PROBE, token).method("OPTIONS", BodyPublishers.noBody()));
    assertEquals(200, response.statusCode());
    assertTrue(response.headers().firstValue("Allow").orElseThrow().contains("POST"));
    assertTrue(response.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
    assertProblem(404, "unknown-path", RawHttp.send(url, "OPTIONS * HTTP/1.1", host()));
  }

  @Test
  void aRequestWithoutAHost() {
    RawHttp.Answer answer = RawHttp.send(url, "GET " + PROBE + " HTTP/1.1");
    assertProblem(400, "bad-request", answer);
  }

  @Test
  void theManagementPortAnswersUnknownPathsInTheSameWay() {
    assertProblem(404, "unknown-path", new ApiClient(management).get("/none", null));
    assertProblem(404, "unknown-path", new ApiClient(management).get("/api/probe", token));
    assertEquals(200, new ApiClient(management).get("/q/metrics", null).statusCode());
  }

  @Test
  void everyAnswerHasTheSecurityHeaders() {
    for (HttpResponse<String> response :
        List.of(
            client().get(PROBE, token),
            client().get(PROBE, null),
            client().get("/none", null),
            client().get(PROBE + "/fault", token),
            client().post(PROBE, token, "x".repeat(70_000)),
            client().get("/q/openapi", null))) {
      Map.of(
              "X-Content-Type-Options", "nosniff",
              "X-Frame-Options", "DENY",
              "Referrer-Policy", "no-referrer",
              "Cross-Origin-Resource-Policy", "same-origin",
              "Cache-Control", "no-store",
              "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
          .forEach(
              (name, value) ->
                  assertEquals(
                      List.of(value), response.headers().allValues(name), response.toString()));
    }
  }

  private ApiClient client() {
    return new ApiClient(url);
  }

  private String host() {
    return "Host: " + url.getAuthority();
  }

  private static String body(int least) {
    return "{\"text\":\"" + "x".repeat(least) + "\"}";
  }

  private static void assertProblem(int status, String code, HttpResponse<String> response) {
    assertEquals(status, response.statusCode(), response.body());
    assertEquals(Problem.TYPE, response.headers().firstValue("Content-Type").orElseThrow());
    assertEquals(code, ApiClient.json(response).path("code").asText());
    assertEquals(status, ApiClient.json(response).path("status").asInt());
  }

  private static void assertProblem(int status, String code, RawHttp.Answer answer) {
    assertEquals(status, answer.status(), answer.toString());
    assertTrue(answer.head().contains("content-type: application/problem+json"), answer.head());
    assertTrue(answer.body().contains("\"code\":\"" + code + "\""), answer.toString());
  }
}
