package io.cardflow.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of another site cannot make a browser write. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@WithTestResource(ApiTestResource.class)
class CrossSiteTest {

  private static final String BODY = "{\"text\":\"\"}";

  private final String token = Issuer.shared().token("ann", "operator");

  @TestHTTPResource("/")
  URI url;

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site", "", "x"})
  void aWriteOfAnotherSiteIsRejected(String site) {
    assertEquals(403, post("Sec-Fetch-Site: " + site));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "null", "", "http://127.0.0.1", "file://"})
  void aWriteOfAnotherOriginIsRejected(String origin) {
    assertEquals(403, post("Origin: " + origin));
  }

  @Test
  void aWriteOfTheSameOriginIsAccepted() {
    assertEquals(200, post("Sec-Fetch-Site: same-origin"));
    assertEquals(200, post("Sec-Fetch-Site: none"));
    assertEquals(200, post("Origin: http://" + url.getAuthority()));
    assertEquals(200, post());
  }

  @Test
  void theFirstHeaderDoesNotHideTheOther() {
    assertEquals(403, post("Sec-Fetch-Site: cross-site", "Origin: http://" + url.getAuthority()));
  }

  @Test
  void aReadOfAnotherSiteIsAnsweredWithoutPermissionToUseIt() {
    RawHttp.Answer answer =
        RawHttp.send(
            url,
            "GET /api/probe HTTP/1.1",
            "Host: " + url.getAuthority(),
            "Authorization: Bearer " + token,
            "Origin: https://evil.example");
    assertEquals(200, answer.status());
    assertEquals(
        0, answer.head().lines().filter(line -> line.startsWith("access-control")).count());
  }

  private int post(String... headers) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "POST /api/probe HTTP/1.1",
                "Host: " + url.getAuthority(),
                "Authorization: Bearer " + token,
                "Content-Type: application/json",
                "Content-Length: " + BODY.length()));
    lines.addAll(List.of(headers));
    lines.add("Connection: close");
    return RawHttp.exchange(url, String.join("\r\n", lines) + "\r\n\r\n" + BODY).status();
  }
}
