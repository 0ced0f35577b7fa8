package io.cardflow.domain;

import java.time.Instant;
import java.util.Collection;

/** A fold that gives each message the next position of one log. */
public final class TestFold {

  private final Fold fold;
  private long next;

  public TestFold(Policy policy, Instant now, Fold.Known known) {
    this.fold = new Fold(policy, now, known);
  }

  public Decision apply(Message message) {
    return fold.apply(message, new JournalPosition(1, next++));
  }

  Collection<Card> changed() {
    return fold.changed();
  }
}
