package io.cardflow.local.gocards;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Sends HTTP responses; drops those to a closed connection. */
final class Http {

  private Http() {}

  static Future<Void> json(HttpServerRequest request, int status, JsonObject body) {
    return send(request, status, "application/json", body);
  }

  /** Problem JSON (RFC 9457) with a code. */
  static void problem(HttpServerRequest request, int status, String code, String detail) {
    send(
        request,
        status,
        "application/problem+json",
        new JsonObject().put("status", status).put("code", code).put("detail", detail));
  }

  /** An HTML page, as a gateway answers. */
  static void page(HttpServerRequest request, int status, String text) {
    send(
        request,
        status,
        "text/html",
        Buffer.buffer("<html><body><h1>" + text + "</h1></body></html>"));
  }

  /** Returns the fields of a form; of a repeated one the last. */
  static Map<String, String> form(Buffer body) {
    Map<String, String> fields = new HashMap<>();
    new QueryStringDecoder(body.toString(), false)
        .parameters()
        .forEach((name, values) -> fields.put(name, values.get(values.size() - 1)));
    return fields;
  }

  /**
   * Returns the user and the password of basic authentication (RFC 7617); null if there are none.
   */
  static String[] basic(HttpServerRequest request) {
    String header = request.getHeader("Authorization");
    if (header == null || !header.startsWith("Basic ")) {
      return null;
    }
    try {
      String[] parts =
          new String(Base64.getDecoder().decode(header.substring("Basic ".length())), UTF_8)
              .split(":", 2);
      return parts.length == 2 ? parts : null;
    } catch (IllegalArgumentException undecodable) {
      return null;
    }
  }

  private static Future<Void> send(
      HttpServerRequest request, int status, String type, JsonObject body) {
    return send(request, status, type, body.toBuffer());
  }

  private static Future<Void> send(
      HttpServerRequest request, int status, String type, Buffer body) {
    if (request.response().closed() || request.response().ended()) {
      return Future.failedFuture("the client has closed the connection");
    }
    return request.response().setStatusCode(status).putHeader("content-type", type).end(body);
  }
}
