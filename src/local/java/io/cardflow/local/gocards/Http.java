package io.cardflow.local.gocards;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

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

  private static Future<Void> send(
      HttpServerRequest request, int status, String type, JsonObject body) {
    if (request.response().closed() || request.response().ended()) {
      return Future.failedFuture("the client has closed the connection");
    }
    return request
        .response()
        .setStatusCode(status)
        .putHeader("content-type", type)
        .end(body.toBuffer());
  }
}
