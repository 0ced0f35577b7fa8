package io.cardflow.inbox;

import io.cardflow.domain.Event;
import io.cardflow.store.Transition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many cards take each transition in a batch. */
final class TransitionCounts {

  private final Map<Transition, Long> counts = new HashMap<>();

  void add(List<Event> events) {
    for (Event event : events) {
      if (event instanceof Event.StateChanged changed) {
        counts.merge(new Transition(changed.from(), changed.to()), 1L, Long::sum);
      }
    }
  }

  Map<Transition, Long> counts() {
    return Map.copyOf(counts);
  }
}
