package io.cardflow.ordering.gocards;

import java.time.Duration;

/**
 * The response to a call.
 *
 * @param status 100 to 499; a higher status is a failed call
 * @param retryAfter the {@code Retry-After} of the bureau; null if none
 * @param body the parsed body
 */
record HttpAnswer<T>(int status, Duration retryAfter, T body) {

  boolean denies() {
    return status == 401 || status == 403;
  }
}
