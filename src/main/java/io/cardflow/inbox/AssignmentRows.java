package io.cardflow.inbox;

import io.cardflow.domain.Assignment;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Event;
import io.cardflow.store.AssignmentRow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The assignments that a batch begins, changes or ends: each as it is after the batch. */
final class AssignmentRows {

  private record Key(String cardId, int number) {}

  private final Map<Key, AssignmentRow> rows = new LinkedHashMap<>();

  void add(List<Event> events) {
    for (Event event : events) {
      if (event instanceof Event.StateChanged changed) {
        Event.EndedAssignment ended = changed.endedAssignment();
        if (ended != null) {
          put(event.cardId(), ended.assignment(), ended.endedAt(), changed.trigger().name());
        } else if (changed.to() == CardState.ASSIGNED) {
          put(event.cardId(), changed.assignment(), null, null);
        }
      } else if (event instanceof Event.ValidityExtended extended) {
        put(event.cardId(), extended.assignment(), null, null);
      }
    }
  }

  List<AssignmentRow> rows() {
    return List.copyOf(rows.values());
  }

  private void put(String cardId, Assignment assignment, Instant endedAt, String endedBy) {
    rows.put(
        new Key(cardId, assignment.number()),
        new AssignmentRow(cardId, assignment, endedAt, endedBy));
  }
}
