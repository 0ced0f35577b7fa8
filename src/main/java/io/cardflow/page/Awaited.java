package io.cardflow.page;

import io.cardflow.api.CardView;
import io.cardflow.api.SummaryView;
import io.cardflow.api.SummaryView.StayView;
import io.cardflow.domain.Lifecycle;
import io.cardflow.domain.Trigger;
import java.time.Instant;
import java.util.List;

/**
 * What a card waits for.
 *
 * @param messages the names of the messages that change its state, as {@code order-accepted}
 * @param until when its stay becomes too long; null if its state has no limit
 */
public record Awaited(List<String> messages, Instant until) {

  /** What a card in this state waits for. */
  static Awaited of(CardView card, SummaryView summary) {
    List<String> messages =
        Lifecycle.edges().stream()
            .filter(edge -> edge.from() == card.state())
            .flatMap(edge -> edge.causes().stream())
            .distinct()
            .sorted()
            .map(Trigger::messageName)
            .toList();
    StayView stay = summary.stays().get(card.state());
    return new Awaited(
        messages, stay == null ? null : card.since().plusSeconds(stay.limitSeconds()));
  }
}
