package io.cardflow.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A caller of the API with one role or scope. */
final class RoleClient {

  static final String SUBJECT = "test caller";

  private final ApiClient client;
  private final String token;

  /**
   * @param right a role, a scope, or null for a caller without a token
   */
  RoleClient(URI root, String right) {
    client = new ApiClient(root);
    token = right == null ? null : token(right);
  }

  HttpResponse<String> get(String path) {
    return get(path, "*/*");
  }

  HttpResponse<String> get(String path, String accept) {
    return client.send(request(path).header("Accept", accept));
  }

  HttpResponse<String> post(String path, String json) {
    return client.post(path, token, json);
  }

  HttpResponse<String> postCsv(String path, String csv) {
    return client.send(
        request(path).header("Content-Type", "text/csv").POST(BodyPublishers.ofString(csv)));
  }

  HttpRequest.Builder request(String path) {
    return client.request(path, token);
  }

  /** The items of all pages of a list, by the links to the next page. */
  List<JsonNode> all(String path) {
    List<JsonNode> items = new ArrayList<>();
    String next = path;
    while (next != null) {
      HttpResponse<String> page = get(next);
      ApiClient.json(page).get("items").forEach(items::add);
      next =
          page.headers()
              .firstValue("Link")
              .map(link -> link.substring(link.indexOf('<') + 1, link.indexOf('>')))
              .orElse(null);
    }
    return items;
  }

  /** The status and the code of a problem. */
  static String code(HttpResponse<String> response) {
    return response.statusCode() + " " + ApiClient.json(response).path("code").asText();
  }

  private static String token(String right) {
    return right.startsWith("cardflow.")
        ? Issuer.shared().token(SUBJECT, Set.of(), Set.of(right))
        : Issuer.shared().token(SUBJECT, right);
  }
}
