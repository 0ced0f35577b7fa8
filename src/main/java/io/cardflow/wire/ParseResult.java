package io.cardflow.wire;

import io.cardflow.domain.Message;

/** What a record turned out to be. */
public sealed interface ParseResult {

  /** A well-formed message, though perhaps of a type that does not belong on its topic. */
  record Parsed(Message message) implements ParseResult {}

  /**
   * A record for the dead-letter topic.
   *
   * @param cause one line for a person: names of fields, limits and positions, never their content
   */
  record Malformed(DeadLetterReason reason, String cause) implements ParseResult {}
}
