package io.cardflow.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A route of the OpenAPI document, with a request that has the form it asks for.
 *
 * @param method in capitals
 * @param template the path with the names of its parameters
 * @param path the path with values, and the required query
 * @param type the media type of the body
 */
public record Route(String method, String template, String path, String type) {

  /** The values of path parameters by name; others have the value of their type. */
  private static final Map<String, String> VALUES =
      Map.of("id", "T-404", "batchId", "B-404", "topic", "cardflow.commands");

  /** All routes of a document. */
  static List<Route> of(JsonNode document) {
    return of(document, Map.of());
  }

  /**
   * All routes of a document.
   *
   * @param values of path parameters, by name
   */
  public static List<Route> of(JsonNode document, Map<String, String> values) {
    Map<String, String> known = new HashMap<>(VALUES);
    known.putAll(values);
    List<Route> routes = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> each : path.getValue().properties()) {
        if (!each.getKey().equals("parameters")) {
          List<JsonNode> parameters = new ArrayList<>();
          path.getValue().path("parameters").forEach(parameters::add);
          each.getValue().path("parameters").forEach(parameters::add);
          Iterator<String> types = each.getValue().at("/requestBody/content").fieldNames();
          routes.add(
              of(
                  each.getKey().toUpperCase(Locale.ROOT),
                  path.getKey(),
                  parameters,
                  known,
                  types.hasNext() ? types.next() : "application/json"));
        }
      }
    }
    return routes;
  }

  private static Route of(
      String method,
      String template,
      List<JsonNode> parameters,
      Map<String, String> values,
      String type) {
    String path = template;
    List<String> query = new ArrayList<>();
    for (JsonNode parameter : parameters) {
      String name = parameter.path("name").asText();
      if (parameter.path("in").asText().equals("path")) {
        path = path.replace("{" + name + "}", value(parameter, values));
      } else if (parameter.path("in").asText().equals("query")
          && parameter.path("required").asBoolean()) {
        query.add(name + "=" + value(parameter, values));
      }
    }
    return new Route(
        method, template, query.isEmpty() ? path : path + "?" + String.join("&", query), type);
  }

  private static String value(JsonNode parameter, Map<String, String> values) {
    String type = parameter.at("/schema/type").asText();
    return type.equals("integer") ? "0" : values.getOrDefault(parameter.path("name").asText(), "x");
  }

  /** Its key in {@link RouteRules}. */
  public String name() {
    return method + " " + template;
  }

  /** A request of a caller. */
  public HttpRequest.Builder request(ApiClient client, String token) {
    HttpRequest.Builder request = client.request(path, token);
    return method.equals("GET")
        ? request.GET()
        : request.header("Content-Type", type).method(method, BodyPublishers.ofString("{}"));
  }

  @Override
  public String toString() {
    return name();
  }
}
