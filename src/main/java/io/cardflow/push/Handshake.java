package io.cardflow.push;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The protection against abuse of CloudEvents' HTTP webhooks (HTTP 1.1 Web Hooks for Event
 * Delivery, section 4): a sender asks whether it may send. Others get no permission.
 */
final class Handshake {

  private static final String ORIGIN = "WebHook-Request-Origin";
  private static final String ALLOWED_ORIGIN = "WebHook-Allowed-Origin";
  private static final String ALLOWED_RATE = "WebHook-Allowed-Rate";

  private final Set<String> origins;
  private final int rate;

  /**
   * @param rate requests per minute
   */
  Handshake(Optional<List<String>> origins, int rate) {
    this.origins = origins.<Set<String>>map(Set::copyOf).orElse(Set.of());
    this.rate = rate;
  }

  void answer(RoutingContext request) {
    String origin = request.request().getHeader(ORIGIN);
    request.response().setStatusCode(200).putHeader(HttpHeaders.ALLOW, "OPTIONS, POST");
    if (origin != null && origins.contains(origin)) {
      request
          .response()
          .putHeader(ALLOWED_ORIGIN, origin)
          .putHeader(ALLOWED_RATE, Integer.toString(rate));
    }
    request.request().resume();
    request.response().end();
  }
}
