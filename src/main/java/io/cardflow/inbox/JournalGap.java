package io.cardflow.inbox;

import io.cardflow.domain.Position;

/** A record counts as decided, but the journal has no row for it. */
final class JournalGap extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Position position;

  JournalGap(Position position) {
    super("the journal has no row for offset " + position.offset());
    this.position = position;
  }

  Position position() {
    return position;
  }
}
