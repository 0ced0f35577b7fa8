package io.cardflow.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Reads the bodies of admitted requests, within limits of size and time. */
@Singleton
class Bodies {

  /** Milliseconds. */
  private static final long TIME = 20_000;

  private static final String TIMER = Bodies.class.getName();
  private static final String ALL = "/*";

  void add(@Observes Router router) {
    int order = Admission.ORDER;
    router.route(ALL).method(HttpMethod.POST).order(++order).handler(Bodies::begin);
    for (String path : RequestChecks.LISTS) {
      limit(router, path, ++order, RequestChecks.MOST_OF_A_LIST);
    }
    limit(router, ALL, ++order, RequestChecks.MOST_OF_A_BODY);
    router.route(ALL).method(HttpMethod.POST).order(++order).handler(Bodies::end);
  }

  /** The first of two handlers that apply reads the body. */
  private static void limit(Router router, String path, int order, long most) {
    router
        .route(path)
        .method(HttpMethod.POST)
        .order(order)
        .handler(BodyHandler.create(false).setBodyLimit(most));
  }

  private static void begin(RoutingContext request) {
    request.put(TIMER, request.vertx().setTimer(TIME, fired -> request.fail(408)));
    request.next();
  }

  private static void end(RoutingContext request) {
    request.vertx().cancelTimer(request.<Long>get(TIMER));
    if (request.body().buffer() == null && request instanceof RoutingContextInternal internal) {
      // Otherwise a later reader could wait for the end of a request that has ended.
      internal.setBody(Buffer.buffer());
    }
    request.next();
  }
}
