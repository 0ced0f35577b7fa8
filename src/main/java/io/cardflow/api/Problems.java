package io.cardflow.api;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.cardflow.store.Outage;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every failure of a resource with a problem. */
class Problems {

  private static final Logger LOG = Logger.getLogger(Problems.class);

  private final Admission admission;
  private final Refusals refusals;
  private final AllowedMethods methods;
  private final SignIn signIn;

  Problems(Admission admission, Refusals refusals, AllowedMethods methods, SignIn signIn) {
    this.admission = admission;
    this.refusals = refusals;
    this.methods = methods;
    this.signIn = signIn;
  }

  @ServerExceptionMapper
  Response of(ApiException failure) {
    return failure.problem().response();
  }

  @ServerExceptionMapper
  Uni<Response> of(AuthenticationFailedException failure) {
    return unauthenticated();
  }

  @ServerExceptionMapper
  Uni<Response> of(UnauthorizedException failure) {
    return unauthenticated();
  }

  @ServerExceptionMapper
  Uni<Response> of(
      ForbiddenException failure, Request request, ResourceInfo resource, UriInfo uri) {
    admission.count(ProblemCode.FORBIDDEN);
    return refusals
        .store(request.getMethod(), resource, uri)
        .replaceWith(() -> Problem.of(ProblemCode.FORBIDDEN, null).response());
  }

  /** The path is unknown, or a parameter of the request is not of its type. */
  @ServerExceptionMapper
  Response of(NotFoundException failure) {
    boolean known = failure.getCause() != null;
    return Problem.of(known ? ProblemCode.INVALID_PARAMETER : ProblemCode.UNKNOWN_PATH, null)
        .response();
  }

  @ServerExceptionMapper
  Response of(NotAllowedException failure, UriInfo uri) {
    Response response = Problem.of(ProblemCode.METHOD_NOT_ALLOWED, null).response();
    response.getHeaders().putSingle(HttpHeaders.ALLOW, methods.of(uri.getPath()));
    return response;
  }

  /** The body is not JSON. */
  @ServerExceptionMapper
  Response of(JacksonException failure) {
    return Problem.of(ProblemCode.INVALID_BODY, where(failure)).response();
  }

  /** The body does not have the expected form. */
  @ServerExceptionMapper
  Response of(MismatchedInputException failure) {
    return of((JacksonException) failure);
  }

  @ServerExceptionMapper
  Response of(WebApplicationException failure) {
    if (failure.getCause() instanceof JacksonException cause) {
      return of(cause);
    }
    ProblemCode code = ProblemCode.of(failure.getResponse().getStatus());
    return Problem.of(code, null).response();
  }

  @ServerExceptionMapper
  Response of(Throwable failure) {
    if (Outage.isCauseOf(failure)) {
      LOG.debugf(failure, "request failed without the database");
      return Problem.of(ProblemCode.DATABASE_UNAVAILABLE, null).response();
    }
    // Its message may quote data.
    LOG.errorf("request failed cause=%s", failure.getClass().getName());
    return Problem.of(ProblemCode.INTERNAL_ERROR, null).response();
  }

  private Uni<Response> unauthenticated() {
    admission.count(ProblemCode.UNAUTHENTICATED);
    return signIn.challenge(Problem.of(ProblemCode.UNAUTHENTICATED, null).response());
  }

  private static String where(JacksonException failure) {
    return failure.getLocation() == null
        ? null
        : "line %d, column %d"
            .formatted(failure.getLocation().getLineNr(), failure.getLocation().getColumnNr());
  }
}
