package io.cardflow.ordering.gocards;

import java.time.Duration;

/**
 * What came back from a call.
 *
 * @param status 100 to 499; above it is a failed call
 * @param retryAfter how long the bureau asks to wait; null if it does not
 */
record HttpAnswer(int status, Duration retryAfter, byte[] body) {

  boolean denies() {
    return status == 401 || status == 403;
  }
}
