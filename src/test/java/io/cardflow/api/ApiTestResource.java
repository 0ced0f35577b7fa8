package io.cardflow.api;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * Switches the API on in a {@code @QuarkusTest}, for callers with tokens of {@link
 * Issuer#shared()}. The test also has {@code ServersResource}:
 *
 * <pre>
 * &#64;QuarkusTest
 * &#64;QuarkusTestResource(ServersResource.class)
 * &#64;WithTestResource(ApiTestResource.class)
 * </pre>
 */
public final class ApiTestResource implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    Map<String, String> settings = Issuer.shared().settings();
    settings.put("cardflow.console.low-stock-of.sold-out", "3");
    settings.put("cardflow.console.tracking-links.postnord", "https://parcels.example/?id=NUMBER");
    return settings;
  }

  @Override
  public void stop() {
    // The issuer is shared and ends with the JVM.
  }
}
