package io.cardflow.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;

/** The checks of a request that need neither its body nor its caller. */
final class RequestChecks {

  /** The largest body, in bytes. */
  static final long MOST_OF_A_BODY = 64 * 1024;

  /** The largest batch of CloudEvents, and the largest list of cards to act on. */
  static final long MOST_OF_A_LIST = 1024 * 1024;

  /** The paths that take lists. */
  static final Set<String> LISTS =
      Set.of("/api/events", "/api/actions", "/actions", "/actions/preview");

  /** Bytes; the HTTP server itself accepts twice as many. */
  static final int MOST_OF_A_URI = 8 * 1024;

  static final int MOST_OF_HEADERS = 16 * 1024;

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private RequestChecks() {}

  /** Why the request is rejected; null if it is not. */
  static ProblemCode rejection(HttpServerRequest request) {
    if (request.uri().length() > MOST_OF_A_URI) {
      return ProblemCode.URI_TOO_LONG;
    }
    // What follows a semicolon is no part of the path for a route, but is one for other checks.
    if (!isUri(request.uri()) || request.path().indexOf(';') >= 0) {
      return ProblemCode.BAD_REQUEST;
    }
    if (size(request) > MOST_OF_HEADERS) {
      return ProblemCode.HEADERS_TOO_LARGE;
    }
    if (!SAFE.contains(request.method().name()) && isCrossSite(request)) {
      return ProblemCode.CROSS_SITE;
    }
    return declared(request) > mostOfBody(request.path()) ? ProblemCode.PAYLOAD_TOO_LARGE : null;
  }

  /** Whether the request has no body, or one of a declared size that is not too large. */
  static boolean isBodyUsual(HttpServerRequest request) {
    return request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null
        && declared(request) <= MOST_OF_A_LIST;
  }

  private static long mostOfBody(String path) {
    return LISTS.contains(path) ? MOST_OF_A_LIST : MOST_OF_A_BODY;
  }

  private static boolean isUri(String text) {
    try {
      new URI(text);
      return true;
    } catch (URISyntaxException malformed) {
      return false;
    }
  }

  private static int size(HttpServerRequest request) {
    int size = 0;
    for (Map.Entry<String, String> header : request.headers()) {
      size += header.getKey().length() + header.getValue().length();
    }
    return size;
  }

  /** Browsers set these headers, and pages cannot; other clients have neither. */
  private static boolean isCrossSite(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return !site.equals("same-origin") && !site.equals("none");
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin != null
        && (request.authority() == null
            || !origin.replaceFirst("^https?://", "").equalsIgnoreCase(authority(request)));
  }

  private static String authority(HttpServerRequest request) {
    int port = request.authority().port();
    return request.authority().host() + (port < 0 ? "" : ":" + port);
  }

  private static long declared(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException notANumber) {
      return Long.MAX_VALUE;
    }
  }
}
