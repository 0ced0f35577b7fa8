package io.cardflow.wire;

import io.cardflow.json.JsonFault;

/**
 * Ends the parsing of a record at its first fault. It never leaves the package: {@link
 * MessageParser} turns it into a value.
 */
final class Malformation extends Exception {

  private static final long serialVersionUID = 1L;

  private final DeadLetterReason reason;

  /**
   * @param cause one line for an operator, without any content of the record
   */
  Malformation(DeadLetterReason reason, String cause) {
    // No stack trace: malformed records must not be slower than well-formed ones.
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
