package io.cardflow.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.cardflow.api.HistoryView;
import io.cardflow.api.MessageView;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What happened to a card, the latest first. */
final class Timeline {

  /** The largest gap between two entries, in pixels. */
  private static final int WIDEST = 64;

  private Timeline() {}

  /**
   * A message with what it led to.
   *
   * @param type the message's type without prefix and version
   * @param gap the distance to the earlier entry in pixels, which grows with the time between
   * @param changes what was published
   */
  public record Entry(
      Instant at,
      String type,
      Outcome outcome,
      String code,
      String reason,
      String actor,
      String source,
      String id,
      String correlationId,
      int gap,
      List<Change> changes) {

    /** A class of the style sheet. */
    public String style() {
      return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String outcomeLabel() {
      return Labels.label(outcome);
    }
  }

  /**
   * A published event.
   *
   * @param name the type without prefix and version
   * @param from null for a new card, as {@code to} is if the state did not change
   * @param inferred whether a later message proved the step
   */
  public record Change(String name, String from, String to, Integer version, boolean inferred) {

    public String fromLabel() {
      return from == null ? Labels.NONE : Labels.label(CardState.valueOf(from));
    }

    public String toLabel() {
      return Labels.label(CardState.valueOf(to));
    }
  }

  /** The entries of a page of a history. */
  static List<Entry> of(HistoryView history) {
    List<Entry> entries = new ArrayList<>();
    List<MessageView> items = history.items();
    for (int i = 0; i < items.size(); i++) {
      MessageView item = items.get(i);
      Instant earlier = i + 1 < items.size() ? items.get(i + 1).decidedAt() : null;
      entries.add(entry(item, gap(earlier, item.decidedAt())));
    }
    return entries;
  }

  private static Entry entry(MessageView item, int gap) {
    MessageView.MessageIdView message = item.message();
    return new Entry(
        item.decidedAt(),
        message == null ? null : shortName(message.type()),
        item.outcome(),
        item.code(),
        item.reason(),
        item.actor(),
        message == null ? null : message.source(),
        message == null ? null : message.id(),
        item.correlationId(),
        gap,
        item.events() == null ? List.of() : item.events().stream().map(Timeline::change).toList());
  }

  private static Change change(MessageView.EventView event) {
    JsonNode data = event.data();
    return new Change(
        shortName(event.type()),
        text(data, "from"),
        text(data, "to"),
        data.hasNonNull("version") ? data.get("version").asInt() : null,
        data.path("inferred").asBoolean());
  }

  private static String text(JsonNode data, String name) {
    return data.hasNonNull(name) ? data.get(name).asText() : null;
  }

  /** {@code lock-card} for {@code io.cardflow.command.lock-card.v1}. */
  private static String shortName(String type) {
    if (type == null) {
      return null;
    }
    String name = type.replaceFirst("\\.v\\d+$", "");
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Grows with the logarithm of the time: seconds, hours and weeks are all visible. */
  private static int gap(Instant earlier, Instant later) {
    if (earlier == null) {
      return 0;
    }
    long seconds = Math.max(0, Duration.between(earlier, later).toSeconds());
    return (int) Math.min(WIDEST, Math.round(5 * Math.log1p((double) seconds)));
  }
}
