package io.cardflow.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/**
 * For routes that decide about their callers themselves, and are there without the API: they come
 * before {@link Admission}, end their requests, and answer errors as the API does.
 */
@Singleton
public class OwnAdmission {

  /** The first order of such routes. */
  public static final int FIRST = Integer.MIN_VALUE + 1;

  /** The last order of such routes. */
  public static final int LAST = FIRST + 9;

  private final ProblemPage page;

  OwnAdmission(ProblemPage page) {
    this.page = page;
  }

  /** Answers with a problem, and closes the connection if a body may be left to be read. */
  public void reject(RoutingContext request, ProblemCode code) {
    if (request.response().ended() || request.response().headWritten()) {
      return;
    }
    if (!request.request().isEnded()) {
      request.response().putHeader(HttpHeaders.CONNECTION, "close");
    }
    Problem.of(code, null).send(request, page);
  }
}
