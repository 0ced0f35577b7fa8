package io.cardflow.api;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.jboss.logging.Logger;

/**
 * Answers what no route has answered, and failures outside of the resources, with a problem, on
 * both HTTP servers.
 */
@Singleton
class UnknownPaths {

  private static final Logger LOG = Logger.getLogger(UnknownPaths.class);

  private static final int FIRST = Integer.MIN_VALUE;
  private static final int LAST = Integer.MAX_VALUE;

  /** What the router answers itself: paths that it cannot decode, and failures in handlers. */
  private static final int[] OF_THE_ROUTER = {400, 404, 405, 406, 413, 415, 500};

  private static final ProblemPage NO_PAGE = (request, problem) -> false;

  private final ProblemPage page;

  UnknownPaths(ProblemPage page) {
    this.page = page;
  }

  void add(@Observes Router router) {
    install(router, page);
  }

  void add(@Observes ManagementInterface management) {
    install(management.router(), NO_PAGE);
  }

  private static void install(Router router, ProblemPage page) {
    router.route().order(LAST).handler(request -> send(request, ProblemCode.UNKNOWN_PATH, page));
    router.route().order(FIRST).failureHandler(request -> fail(request, page));
    for (int status : OF_THE_ROUTER) {
      router.errorHandler(status, request -> send(request, ProblemCode.of(status), page));
    }
  }

  private static void fail(RoutingContext request, ProblemPage page) {
    ProblemCode code = code(request);
    if (code == ProblemCode.INTERNAL_ERROR && !(request.failure() instanceof IOException)) {
      LOG.errorf("request failed cause=%s", cause(request.failure()));
    }
    send(request, code, page);
  }

  private static ProblemCode code(RoutingContext request) {
    Throwable failure = request.failure();
    if (failure instanceof UnauthorizedException) {
      return ProblemCode.UNAUTHENTICATED;
    }
    if (failure instanceof ForbiddenException) {
      return ProblemCode.FORBIDDEN;
    }
    int status =
        failure instanceof HttpException http ? http.getStatusCode() : request.statusCode();
    return ProblemCode.of(status);
  }

  private static String cause(Throwable failure) {
    return failure == null ? "none" : failure.getClass().getName();
  }

  private static void send(RoutingContext request, ProblemCode code, ProblemPage page) {
    if (request.response().ended()) {
      return;
    }
    if (request.response().headWritten()) {
      request.request().connection().close();
      return;
    }
    if (code.status == 408 || code.status == 413) {
      request.response().putHeader(HttpHeaders.CONNECTION, "close");
    }
    Problem.of(code, null).send(request, page);
  }
}
