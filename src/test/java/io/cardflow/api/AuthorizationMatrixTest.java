package io.cardflow.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every route of the OpenAPI document, called by every kind of caller. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@WithTestResource(ApiTestResource.class)
class AuthorizationMatrixTest {

  private static final String NO_TOKEN = "no token";
  private static final String NO_ROLE = "no role";

  private final Issuer issuer = Issuer.shared();

  @TestHTTPResource("/")
  URI url;

  @Test
  void everyRouteHasARule() {
    Set<String> routes = new TreeSet<>();
    routes().forEach(route -> routes.add(route.name()));
    routes.removeAll(RouteRules.RULES.keySet());
    assertEquals(Set.of(), routes, "add them to RouteRules");
  }

  @Test
  void everyRuleHasARoute() {
    Set<String> rules = new TreeSet<>(RouteRules.RULES.keySet());
    routes().forEach(route -> rules.remove(route.name()));
    assertEquals(Set.of(), rules, "remove them from RouteRules");
  }

  @Test
  void everyCallerMayCallTheRoutesOfItsRightsAndNoOther() {
    List<String> wrong = new ArrayList<>();
    int calls = 0;
    for (Route route : routes()) {
      Set<String> admitted = RouteRules.RULES.getOrDefault(route.name(), Set.of());
      for (Map.Entry<String, String> caller : callers().entrySet()) {
        int status = client().status(route.request(client(), caller.getValue()));
        if (!isExpected(caller.getKey(), admitted.contains(caller.getKey()), status)) {
          wrong.add(route + " by " + caller.getKey() + ": " + status);
        }
        calls++;
      }
    }
    assertEquals(List.of(), wrong);
    assertEquals(routes().size() * callers().size(), calls);
  }

  @Test
  void noRouteOfTheRulesIsOpen() {
    RouteRules.RULES.forEach(
        (route, admitted) -> {
          assertTrue(!admitted.isEmpty(), route);
          assertTrue(!admitted.contains(NO_TOKEN) && !admitted.contains(NO_ROLE), route);
        });
  }

  private static boolean isExpected(String caller, boolean admitted, int status) {
    if (caller.equals(NO_TOKEN)) {
      return status == 401;
    }
    // An admitted call may ask for what does not exist, or be incomplete.
    return admitted ? status != 401 && status != 403 && status < 500 : status == 403;
  }

  /** The tokens by caller. */
  private Map<String, String> callers() {
    Map<String, String> callers = new LinkedHashMap<>();
    callers.put(NO_TOKEN, null);
    callers.put(NO_ROLE, issuer.token("nobody"));
    for (String role : List.of("viewer", "operator", "privacy", "admin")) {
      callers.put(role, issuer.token("a " + role, role));
    }
    for (String scope : List.of("cardflow.read", "cardflow.command")) {
      callers.put(scope, issuer.token("a machine with " + scope, Set.of(), Set.of(scope)));
    }
    return callers;
  }

  private List<Route> routes() {
    return Route.of(ApiClient.json(client().get("/q/openapi?format=json", null)));
  }

  private ApiClient client() {
    return new ApiClient(url);
  }
}
