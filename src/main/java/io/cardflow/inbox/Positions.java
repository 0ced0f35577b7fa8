package io.cardflow.inbox;

import io.cardflow.domain.Position;

/** Names for records whose message id belongs to another record. */
final class Positions {

  private Positions() {}

  static String reused(TopicNames topics, Position position) {
    return "reused/" + path(topics, position);
  }

  static String refused(TopicNames topics, Position position) {
    return "refused/" + path(topics, position);
  }

  /** The cause that a dead letter carries when PostgreSQL does not take its row. */
  static String refusal(String sqlState) {
    return "PostgreSQL refused the row, SQLSTATE " + sqlState;
  }

  private static String path(TopicNames topics, Position position) {
    return topics.name(position.partition().topic())
        + "/"
        + position.partition().number()
        + "/"
        + position.offset();
  }
}
