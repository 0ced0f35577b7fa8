package io.cardflow.wire;

import io.cardflow.json.JsonFault;

/**
 * Leaves the reading of a record at its first fault. It never leaves the package: {@link
 * MessageParser} turns it into a value.
 */
final class Malformation extends Exception {

  private static final long serialVersionUID = 1L;

  private final DeadLetterReason reason;

  /**
   * @param cause one line for a person, free of content
   */
  Malformation(DeadLetterReason reason, String cause) {
    // No stack trace: a topic full of bad records must not be slower than one of good ones.
    super(cause, null, false, false);
    this.reason = reason;
  }

  static Malformation invalid(String cause) {
    return new Malformation(DeadLetterReason.INVALID_DATA, cause);
  }

  static Malformation notACloudEvent(String cause) {
    return new Malformation(DeadLetterReason.NOT_A_CLOUDEVENT, cause);
  }

  static Malformation malformed(JsonFault fault) {
    return new Malformation(DeadLetterReason.MALFORMED_JSON, fault.getMessage());
  }

  ParseResult.Malformed asResult() {
    return new ParseResult.Malformed(reason, getMessage());
  }
}
