package io.cardflow.ordering.gocards;

import java.time.Duration;

/**
 * What came back from a call.
 *
 * @param status 100 to 499; above it is a failed call
 * @param retryAfter how long the bureau asks to wait; null if it does not
 * @param body what was made of the body
 */
record HttpAnswer<T>(int status, Duration retryAfter, T body) {

  boolean denies() {
    return status == 401 || status == 403;
  }
}
