package io.cardflow.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.cardflow.domain.Decision.Applied;
import io.cardflow.domain.Decision.Rejected;
import io.cardflow.domain.Decision.Stale;
import io.cardflow.domain.Event.StateChanged;
import java.util.List;

/** Assertions about a decision. */
final class Then {

  private Then() {}

  static Applied applied(Decision decision) {
    return assertInstanceOf(Applied.class, decision);
  }

  static Card stale(Decision decision) {
    return assertInstanceOf(Stale.class, decision).card();
  }

  static void rejected(RejectionCode code, Decision decision) {
    assertEquals(code, assertInstanceOf(Rejected.class, decision).code());
  }

  /** The one state change that the decision publishes. */
  static StateChanged change(Decision decision) {
    List<StateChanged> changes = changes(decision);
    assertEquals(1, changes.size(), () -> "one change in " + changes);
    return changes.get(0);
  }

  static List<StateChanged> changes(Decision decision) {
    return applied(decision).events().stream()
        .map(event -> assertInstanceOf(StateChanged.class, event))
        .toList();
  }
}
