package io.cardflow.wire;

import io.cardflow.domain.Message;

/** The result of parsing a record. */
public sealed interface ParseResult {

  /** A well-formed message, possibly of a type that is not valid on its topic. */
  record Parsed(Message message) implements ParseResult {}

  /**
   * A record for the dead-letter topic.
   *
   * @param cause one line for an operator: field names, limits and positions, never content
   */
  record Malformed(DeadLetterReason reason, String cause) implements ParseResult {}
}
