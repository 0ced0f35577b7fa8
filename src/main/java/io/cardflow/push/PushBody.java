package io.cardflow.push;

import io.cardflow.ordering.PushOutcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Consumer;

/** Reads one body within limits of size and time. Used on the request's event loop. */
final class PushBody {

  private final RoutingContext context;
  private final int most;
  private final Duration time;
  private final Buffer body = Buffer.buffer();
  private boolean ended;

  /**
   * @param most bytes
   */
  PushBody(RoutingContext context, int most, Duration time) {
    this.context = context;
    this.most = most;
    this.time = time;
  }

  /** Reads it; calls one of both once, unless the client closes the connection before. */
  void read(Consumer<Buffer> done, Consumer<PushOutcome> failed) {
    HttpServerRequest request = context.request();
    String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (declared != null && (!declared.matches("[0-9]{1,9}") || Long.parseLong(declared) > most)) {
      failed.accept(PushOutcome.TOO_LARGE);
      return;
    }
    long timer =
        context.vertx().setTimer(time.toMillis(), late -> fail(PushOutcome.TOO_SLOW, failed));
    context.addEndHandler(finished -> context.vertx().cancelTimer(timer));
    request.handler(
        part -> {
          if (ended) {
            return;
          }
          if (body.length() + part.length() > most) {
            fail(PushOutcome.TOO_LARGE, failed);
          } else {
            body.appendBuffer(part);
          }
        });
    request.endHandler(
        read -> {
          if (!ended) {
            ended = true;
            context.vertx().cancelTimer(timer);
            done.accept(body);
          }
        });
    request.resume();
  }

  private void fail(PushOutcome outcome, Consumer<PushOutcome> failed) {
    if (!ended) {
      ended = true;
      failed.accept(outcome);
    }
  }
}
