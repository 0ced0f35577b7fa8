package io.cardflow.wire;

import io.cardflow.domain.CardState;
import io.cardflow.json.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Encodes the worker's timers. The message id is derived from the card and the condition, so that a
 * repeated timer is a duplicate; only a later attempt has its own id. Thread-safe.
 */
public final class TimerEncoder {

  private final String source;

  /**
   * @param source the {@code source} of the messages, a URI reference
   */
  public TimerEncoder(String source) {
    this.source = Objects.requireNonNull(source, "source");
  }

  /**
   * Encodes the expiry of an assignment. The message id contains the validity too: after an
   * extension the same assignment can expire again.
   *
   * @param assignment the number of the assignment
   * @param attempt 0 for the first
   * @param time the sending time
   */
  public InternalMessage expiry(
      String cardId, int assignment, Instant validUntil, int attempt, Instant time) {
    return InternalMessage.event(
        source,
        "expiry/%s/%d/%s%s"
            .formatted(cardId, assignment, Rfc3339.print(validUntil), suffix(attempt)),
        InboundType.EXPIRE_CARD,
        cardId,
        time,
        JsonText.bytes(
            json -> {
              json.writeStartObject();
              json.writeNumberField("assignment", assignment);
              json.writeEndObject();
            }));
  }

  /**
   * Encodes a reminder that an assignment is about to end.
   *
   * @param assignment the number of the assignment
   * @param version the card's version when it was last assigned or extended: an extension restarts
   *     the reminders
   * @param before the due point
   * @param time the sending time
   */
  public InternalMessage reminder(
      String cardId,
      int assignment,
      int version,
      Instant validUntil,
      Duration before,
      Instant time) {
    String point = Durations.print(before);
    return InternalMessage.event(
        source,
        "reminder/%s/%d/%d/%s".formatted(cardId, assignment, version, point),
        InboundType.EXPIRY_REMINDER,
        cardId,
        time,
        JsonText.bytes(
            json -> {
              json.writeStartObject();
              json.writeNumberField("assignment", assignment);
              JsonTimes.time(json, "validUntil", validUntil);
              json.writeStringField("before", point);
              json.writeEndObject();
            }));
  }

  /**
   * Encodes that a card exceeded the dwell limit of its state.
   *
   * @param since when the card entered the state
   * @param attempt 0 for the first
   * @param time the sending time
   */
  public InternalMessage dwellExceeded(
      String cardId, CardState state, Instant since, Duration limit, int attempt, Instant time) {
    String longest = Durations.print(limit);
    return InternalMessage.event(
        source,
        "dwell/%s/%s/%s/%s%s"
            .formatted(cardId, state, Rfc3339.print(since), longest, suffix(attempt)),
        InboundType.DWELL_EXCEEDED,
        cardId,
        time,
        JsonText.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringField("state", state.name());
              JsonTimes.time(json, "since", since);
              json.writeStringField("limit", longest);
              json.writeEndObject();
            }));
  }

  private static String suffix(int attempt) {
    return attempt == 0 ? "" : "/" + attempt;
  }
}
