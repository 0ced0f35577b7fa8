package io.cardflow.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cardflow.json.JsonText;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/**
 * An error in the form of RFC 9457.
 *
 * @param title one line, the same for all problems of a code
 * @param status the HTTP status
 * @param code the stable code
 * @param detail one line about this problem; null if the title is enough
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String title, int status, String code, String detail) {

  static final String TYPE = "application/problem+json";

  /** How long a client waits before it repeats a request that failed for now. */
  static final int RETRY_SECONDS = 5;

  static Problem of(ProblemCode code, String detail) {
    return new Problem(code.title, code.status, code.id(), detail);
  }

  /** The JSON text. */
  String json() {
    return JsonText.text(
        json -> {
          json.writeStartObject();
          json.writeStringField("title", title);
          json.writeNumberField("status", status);
          json.writeStringField("code", code);
          JsonText.optional(json, "detail", detail);
          json.writeEndObject();
        });
  }

  Response response() {
    Response.ResponseBuilder response =
        Response.status(status).type(MediaType.valueOf(TYPE)).entity(json());
    headers().forEach(response::header);
    return response.build();
  }

  /** Answers a request that does not reach a resource. */
  void send(RoutingContext request, ProblemPage page) {
    HttpServerResponse response = request.response().setStatusCode(status);
    headers().forEach(response::putHeader);
    if (!page.send(request, this)) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, TYPE).end(json());
    }
  }

  private Map<String, String> headers() {
    return switch (status) {
      case 401 -> Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
      // A bucket gets at least one request a second.
      case 429 -> Map.of(HttpHeaders.RETRY_AFTER, "1");
      case 503 -> Map.of(HttpHeaders.RETRY_AFTER, Integer.toString(RETRY_SECONDS));
      default -> Map.of();
    };
  }
}
