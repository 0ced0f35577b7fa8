package io.cardflow.push;

import io.vertx.core.http.HttpServerRequest;

/** How the bureau proves that it made a request. Thread-safe. */
interface Authentication {

  /** Whether the request may be genuine, by all that can be checked before its body is read. */
  boolean admits(HttpServerRequest request);

  /** Whether the request is genuine, after {@link #admits} has admitted it. */
  default boolean accepts(HttpServerRequest request, byte[] body) {
    return true;
  }
}
