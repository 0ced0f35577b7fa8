package io.cardflow.ordering.gocards;

import io.cardflow.ordering.Fault;
import io.cardflow.ordering.Fault.Code;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The response to a call.
 *
 * @param status 100 to 499; a higher status is a failed call
 * @param contentType the media type of the body with its parameters; null if none
 * @param retryAfter the {@code Retry-After} of the bureau; null if none
 * @param body the parsed body
 */
record HttpAnswer<T>(int status, String contentType, Duration retryAfter, T body) {

  static final String PROBLEM_TYPE = "application/problem+json";

  private static final Pattern PROBLEM =
      Pattern.compile("application/problem\\+json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

  /** Whether the body is a problem in the sense of RFC 9457, by its media type. */
  boolean isProblem() {
    return contentType != null && PROBLEM.matcher(contentType.strip()).matches();
  }

  /**
   * Requires a successful status.
   *
   * @throws CallFailed for any other status
   */
  void requireSuccess() {
    if (status == 429) {
      throw new CallFailed(new Fault(Code.TOO_MANY_REQUESTS, "HTTP status 429", retryAfter), null);
    }
    if (status != 200 && status != 201) {
      throw new CallFailed(Code.UNEXPECTED_STATUS, "HTTP status " + status);
    }
  }

  boolean denies() {
    return status == 401 || status == 403;
  }
}
