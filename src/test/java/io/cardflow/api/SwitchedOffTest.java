package io.cardflow.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker without the API needs no issuer, and its port has no path. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class SwitchedOffTest {

  @TestHTTPResource("/")
  URI url;

  @ParameterizedTest
  @ValueSource(strings = {"/api/probe", "/q/openapi", "/none", "/"})
  void everyPathIsUnknown(String path) {
    for (String token : new String[] {null, Issuer.shared().token("ann", "viewer")}) {
      HttpResponse<String> response = new ApiClient(url).get(path, token);
      assertEquals(404, response.statusCode());
      assertEquals(Problem.TYPE, response.headers().firstValue("Content-Type").orElseThrow());
    }
    assertEquals(404, new ApiClient(url).post(path, null, "{}").statusCode());
  }
}
