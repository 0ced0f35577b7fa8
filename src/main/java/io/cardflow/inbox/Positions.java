package io.cardflow.inbox;

import io.cardflow.domain.Position;
import io.cardflow.wire.PositionId;

/**
 * Journal keys for records whose message id belongs to another record, made from their position.
 */
final class Positions {

  private Positions() {}

  static String reused(TopicNames topics, Position position) {
    return PositionId.reused(
        topics.name(position.partition().topic()),
        position.partition().number(),
        position.offset());
  }

  static String refused(TopicNames topics, Position position) {
    return PositionId.refused(
        topics.name(position.partition().topic()),
        position.partition().number(),
        position.offset());
  }

  /** The cause in the dead letter of a record whose row PostgreSQL rejects. */
  static String refusal(String sqlState) {
    return "PostgreSQL refused the row, SQLSTATE " + sqlState;
  }
}
