package io.cardflow.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.api.ApiClient;
import io.cardflow.api.ApiTestResource;
import io.cardflow.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page of the HTTP API is what the worker itself serves. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@WithTestResource(ApiTestResource.class)
@WithTestResource(OpenApiPageTest.Switch.class)
class OpenApiPageTest {

  private static final Path PAGE = Path.of("docs", "openapi.yaml");

  @TestHTTPResource("/")
  URI url;

  @Test
  void thePageEqualsTheDocumentMadeFromTheCode() throws IOException {
    String document = new ApiClient(url).get("/q/openapi?format=yaml", null).body();
    if (Boolean.getBoolean(Switch.COPY)) {
      Files.writeString(PAGE, document);
    }
    assertEquals(
        document,
        Files.readString(PAGE),
        "to update it: ./mvnw test -Dtest=OpenApiPageTest -Dcardflow.docs.write=true");
  }

  /** Hides the switch that writes pages from the worker, which rejects unknown settings. */
  public static final class Switch implements QuarkusTestResourceLifecycleManager {

    private static final String SWITCH = "cardflow.docs.write";
    private static final String COPY = "docs.write";

    @Override
    public Map<String, String> start() {
      System.setProperty(COPY, System.getProperty(SWITCH, "false"));
      System.clearProperty(SWITCH);
      return Map.of();
    }

    @Override
    public void stop() {
      System.setProperty(SWITCH, System.getProperty(COPY));
    }
  }
}
