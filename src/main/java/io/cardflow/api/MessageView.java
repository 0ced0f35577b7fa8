package io.cardflow.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.cardflow.domain.Outcome;
import java.time.Instant;
import java.util.List;

/**
 * What became of a message. Fields without a value are absent.
 *
 * @param status PENDING until it is decided
 * @param decidedAt absent until it is decided, as all further fields are
 * @param code the code of a rejection, or the reason of a dead letter
 * @param reason the reason that a command gave, the detail of a rejection, or the cause of a dead
 *     letter
 * @param version the card's version after it; absent if nothing was applied
 * @param actor the person or service acting
 * @param events what was published for it, in order
 * @param first of a duplicate: what became of the first message with its id
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MessageView(
    Status status,
    PositionView position,
    Instant decidedAt,
    Outcome outcome,
    String code,
    String reason,
    String cardId,
    Integer version,
    MessageIdView message,
    String actor,
    String correlationId,
    List<EventView> events,
    MessageView first) {

  /** Whether it is decided. */
  public enum Status {
    PENDING,
    DECIDED,
    /** It was decided, and retention has removed the outcome. */
    REMOVED
  }

  /** The position of a record. */
  public record PositionView(String topic, int partition, long offset) {

    /** The path under which the outcome can be read. */
    public String path() {
      return "/api/messages/%s/%d/%d".formatted(topic, partition, offset);
    }
  }

  /** The identity of a message. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record MessageIdView(String id, String source, String type, Instant time) {}

  /**
   * A published event or rejection.
   *
   * @param type the CloudEvents type
   * @param data as published, with a mask for holders
   */
  public record EventView(String id, String type, JsonNode data) {}

  static MessageView pending(PositionView position) {
    return without(Status.PENDING, position, null);
  }

  static MessageView removed(String cardId) {
    return without(Status.REMOVED, null, cardId);
  }

  private static MessageView without(Status status, PositionView position, String cardId) {
    return new MessageView(
        status, position, null, null, null, null, cardId, null, null, null, null, null, null);
  }

  /** The same with what became of the first message. */
  MessageView with(MessageView earlier) {
    return new MessageView(
        status,
        position,
        decidedAt,
        outcome,
        code,
        reason,
        cardId,
        version,
        message,
        actor,
        correlationId,
        events,
        earlier);
  }
}
