package io.cardflow.wire;

import static io.cardflow.wire.OutboundType.CARD_EXPIRING;
import static io.cardflow.wire.OutboundType.CARD_OVERDUE;
import static io.cardflow.wire.OutboundType.FACTS_ADDED;
import static io.cardflow.wire.OutboundType.MESSAGE_REJECTED;
import static io.cardflow.wire.OutboundType.STATE_CHANGED;
import static io.cardflow.wire.OutboundType.VALIDITY_EXTENDED;

import io.cardflow.domain.Decision.Rejected;
import io.cardflow.domain.Event;
import io.cardflow.domain.Message;
import io.cardflow.domain.MessageId;
import io.cardflow.domain.RejectionCode;
import io.cardflow.json.JsonText;
import java.time.Instant;
import java.util.Objects;

/** Encodes events and rejections as CloudEvents in binary mode. Deterministic and thread-safe. */
public final class Encoder {

  private final String source;

  /**
   * @param source the {@code source} of all published messages, a URI reference
   */
  public Encoder(String source) {
    this.source = Objects.requireNonNull(source, "source");
  }

  /** Returns whether a message is an internal message of the worker. */
  public boolean isOwn(MessageId id) {
    return id.source().equals(source);
  }

  /**
   * Encodes a change of a card.
   *
   * @param cause the message that caused it, about the same card
   */
  public Outgoing event(Event event, Message cause) {
    if (event instanceof Event.StateChanged changed) {
      return event(
          STATE_CHANGED, event, JsonText.bytes(j -> EventData.stateChanged(j, changed)), cause);
    }
    if (event instanceof Event.ValidityExtended extended) {
      return event(
          VALIDITY_EXTENDED,
          event,
          JsonText.bytes(j -> EventData.validityExtended(j, extended)),
          cause);
    }
    if (event instanceof Event.FactsAdded added) {
      return event(FACTS_ADDED, event, JsonText.bytes(j -> EventData.factsAdded(j, added)), cause);
    }
    if (event instanceof Event.CardExpiring expiring) {
      return event(
          CARD_EXPIRING, event, JsonText.bytes(j -> EventData.expiring(j, expiring)), cause);
    }
    if (event instanceof Event.CardOverdue overdue) {
      return event(CARD_OVERDUE, event, JsonText.bytes(j -> EventData.overdue(j, overdue)), cause);
    }
    throw new IllegalArgumentException("no wire form for " + event.getClass().getName());
  }

  /**
   * Encodes the rejection of a message.
   *
   * @param at when it was rejected
   */
  public Outgoing rejection(Message refused, Rejected rejected, Instant at) {
    return rejection(RejectionId.of(refused), refused, rejected, at);
  }

  /**
   * Encodes the rejection of a message whose source and id were used before with other content. Its
   * id is derived from the record's position, because the message id is not unique.
   *
   * @param at when it was rejected
   * @param topicName the topic of the record
   */
  public Outgoing reuse(
      Message refused,
      Rejected rejected,
      Instant at,
      String topicName,
      int partition,
      long offset) {
    return rejection(PositionId.reused(topicName, partition, offset), refused, rejected, at);
  }

  /**
   * Encodes the rejection of a message that was not authorized. Its id is derived from the record's
   * position: the message id stays free for its rightful sender.
   *
   * @param at when it was rejected
   * @param topicName the topic of the record
   */
  public Outgoing unauthorized(
      Message refused, String detail, Instant at, String topicName, int partition, long offset) {
    Rejected rejected = new Rejected(RejectionCode.NOT_AUTHORIZED, detail, null);
    return rejection(PositionId.refused(topicName, partition, offset), refused, rejected, at);
  }

  private Outgoing event(OutboundType type, Event event, byte[] data, Message cause) {
    String id = event.cardId() + "/" + event.version();
    return around(type, id, event.occurredAt(), data, cause);
  }

  private Outgoing rejection(String id, Message refused, Rejected rejected, Instant at) {
    byte[] data = JsonText.bytes(json -> RejectionData.write(json, refused, rejected));
    return around(MESSAGE_REJECTED, id, at, data, refused);
  }

  private Outgoing around(OutboundType type, String id, Instant time, byte[] data, Message cause) {
    return new OutgoingEnvelope(type.topic, source, id, type.wireName, Rfc3339.print(time))
        .around(data, cause);
  }
}
