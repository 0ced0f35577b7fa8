package io.cardflow.api;

import io.vertx.ext.web.RoutingContext;

/** Shows a problem as a page to a reader with a browser, where no resource answers. */
public interface ProblemPage {

  /**
   * Answers a request with a page.
   *
   * @return false if the request is not one of a browser for a page: nothing was answered
   */
  boolean send(RoutingContext request, Problem problem);
}
