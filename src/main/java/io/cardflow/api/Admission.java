package io.cardflow.api;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.AuthenticationRedirectException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * Decides about each request to the HTTP server before any route does, and before its body is read:
 * whether it is well-formed, who makes it, and whether the caller makes too many.
 */
@Singleton
class Admission {

  /** After the handler with which Quarkus prepares the authentication. */
  static final int ORDER = 10 - SecurityHandlerPriorities.AUTHENTICATION;

  /** After the handlers that add headers, and before those that read the path. */
  private static final int FIRST = OwnAdmission.LAST + 1;

  private static final Logger LOG = Logger.getLogger(Admission.class);

  private final boolean enabled;
  private final RequestLimit limit;
  private final MeterRegistry registry;
  private final SignIn signIn;
  private final ProblemPage page;

  Admission(CardflowConfig config, MeterRegistry registry, SignIn signIn, ProblemPage page) {
    this.enabled = config.console().enabled();
    this.limit = new RequestLimit(config.console().requestsPerSecond(), System::nanoTime);
    this.registry = registry;
    this.signIn = signIn;
    this.page = page;
  }

  void add(@Observes Router router) {
    router.route().order(FIRST).handler(this::check);
    router.route().order(ORDER).handler(this::identify);
  }

  private void check(RoutingContext request) {
    if (!enabled) {
      answer(request, Problem.of(ProblemCode.UNKNOWN_PATH, "the API is switched off"));
      return;
    }
    ProblemCode rejection = RequestChecks.rejection(request.request());
    if (rejection != null) {
      reject(request, rejection);
    } else {
      request.next();
    }
  }

  private void identify(RoutingContext request) {
    BiConsumer<RoutingContext, Throwable> later = (of, failed) -> {};
    request.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, later);
    QuarkusHttpUser.getSecurityIdentity(request, null)
        .subscribe()
        .with(caller -> admit(request, caller), failed -> fail(request, failed));
  }

  private void admit(RoutingContext request, SecurityIdentity caller) {
    String id = Caller.id(caller);
    if (!Caller.isValid(id)) {
      reject(request, ProblemCode.UNAUTHENTICATED);
    } else if (limit.take(caller.isAnonymous() ? address(request) : "caller " + id)) {
      QuarkusHttpUser.setIdentity(Rights.of(caller), request);
      request.next();
    } else {
      reject(request, ProblemCode.TOO_MANY_REQUESTS);
    }
  }

  private void fail(RoutingContext request, Throwable failed) {
    if (!limit.take(address(request))) {
      reject(request, ProblemCode.TOO_MANY_REQUESTS);
    } else if (failed instanceof AuthenticationRedirectException redirect) {
      // The issuer has sent the reader back, or the session ends.
      request
          .response()
          .setStatusCode(redirect.getCode())
          .putHeader(HttpHeaders.LOCATION, redirect.getRedirectUri())
          .end();
    } else if (failed instanceof AuthenticationException) {
      if (!signIn.renew(request)) {
        reject(request, ProblemCode.UNAUTHENTICATED);
      }
    } else {
      // The issuer does not answer, for instance; Quarkus logs why.
      LOG.debug("authentication failed", failed);
      reject(request, ProblemCode.UNAVAILABLE);
    }
  }

  private void reject(RoutingContext request, ProblemCode code) {
    count(code);
    answer(request, Problem.of(code, null));
  }

  /** Counts a rejected request. */
  void count(ProblemCode code) {
    Counter.builder(Metric.API_REJECTIONS.id())
        .description(Metric.API_REJECTIONS.description())
        .tag("code", code.id())
        .register(registry)
        .increment();
  }

  /** The connection stays open only if no body, or one of the usual size, is left to be read. */
  private void answer(RoutingContext request, Problem problem) {
    if (RequestChecks.isBodyUsual(request.request())) {
      request.request().resume();
    } else {
      request.response().putHeader(HttpHeaders.CONNECTION, "close");
    }
    problem.send(request, page);
  }

  private static String address(RoutingContext request) {
    return "address " + request.request().remoteAddress().hostAddress();
  }
}
