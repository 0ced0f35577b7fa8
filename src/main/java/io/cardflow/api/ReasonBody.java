package io.cardflow.api;

/**
 * Why something is done.
 *
 * @param reason at most 500 characters
 */
public record ReasonBody(String reason) {

  /** The reason, which is required. */
  static String required(ReasonBody body) {
    return Commands.requiredReason(body == null ? null : body.reason());
  }

  /** The reason; null if not given. */
  static String optional(ReasonBody body) {
    return body == null ? null : Commands.reason(body.reason());
  }
}
