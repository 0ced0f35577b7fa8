package io.cardflow.wire;

import io.cardflow.domain.CardState;
import io.cardflow.json.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Writes the worker's timers. Each is named after the card and what it speaks of, so that it is a
 * duplicate when it is sent again; only a further attempt, made long after, has a name of its own.
 * Safe for use by several threads.
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
   * Says that the validity of an assignment has passed. The name holds the validity too: after an
   * extension the same assignment runs out once more.
   *
   * @param assignment its number
   * @param attempt 0 for the first
   * @param time when it is sent
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
   * Says that an assignment comes to its end.
   *
   * @param assignment its number
   * @param version the card's version when it was assigned or extended last: an extension starts
   *     its reminders anew
   * @param before the point that has come
   * @param time when it is sent
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
   * Says that a card stays in a state for longer than it should.
   *
   * @param since when it entered the state
   * @param attempt 0 for the first
   * @param time when it is sent
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
