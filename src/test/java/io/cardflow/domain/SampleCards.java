package io.cardflow.domain;

import java.time.Duration;
import java.time.Instant;

/** A card in each state, always with the same id. */
final class SampleCards {

  static final String ID = "T-000042";
  static final String BATCH = "B-1";
  static final String ORDER = "OD-1";
  static final String HOLDER = "anna";

  static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123Z");

  /** An assignment whose validity ends now. */
  static final Assignment ASSIGNMENT =
      new Assignment(1, HOLDER, NOW.minus(Duration.ofDays(14)), NOW);

  private SampleCards() {}

  static Card in(CardState state) {
    boolean ordered = !state.awaitsOrder() && state != CardState.ABORTED;
    boolean held = state == CardState.ASSIGNED || state == CardState.EXPIRED;
    return new Card(
        ID,
        7,
        state,
        NOW.minus(Duration.ofDays(14)),
        false,
        ordered ? new OrderReference(BATCH, ORDER, null) : null,
        Production.NONE,
        state == CardState.FAILED ? new Failure("PRINTER", null) : null,
        null,
        held ? 1 : 0,
        held ? ASSIGNMENT : null);
  }

  static Card assigned(String id, String holder) {
    return assigned(id, new Assignment(1, holder, ASSIGNMENT.validFrom(), NOW));
  }

  static Card assigned(String id, Assignment assignment) {
    return new Card(
        id,
        7,
        CardState.ASSIGNED,
        assignment.validFrom(),
        false,
        new OrderReference(BATCH, ORDER, null),
        Production.NONE,
        null,
        null,
        assignment.number(),
        assignment);
  }
}
