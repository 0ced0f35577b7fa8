package io.cardflow.wire;

import static io.cardflow.wire.OutboundType.CARD_EXPIRING;
import static io.cardflow.wire.OutboundType.CARD_OVERDUE;
import static io.cardflow.wire.OutboundType.MESSAGE_REJECTED;
import static io.cardflow.wire.OutboundType.STATE_CHANGED;
import static io.cardflow.wire.OutboundType.VALIDITY_EXTENDED;

import io.cardflow.domain.Decision.Rejected;
import io.cardflow.domain.Event;
import io.cardflow.domain.Message;
import io.cardflow.domain.MessageId;
import io.cardflow.json.JsonText;
import java.time.Instant;
import java.util.Objects;

/**
 * Writes what a message led to as CloudEvents in binary mode. The same arguments give the same
 * bytes. Safe for use by several threads.
 */
public final class Encoder {

  private final String source;

  /**
   * @param source the {@code source} of everything that is published, a URI reference
   */
  public Encoder(String source) {
    this.source = Objects.requireNonNull(source, "source");
  }

  /** Whether the worker sent a message to itself. */
  public boolean isOwn(MessageId id) {
    return id.source().equals(source);
  }

  /**
   * A change of a card.
   *
   * @param cause the message that led to it, about the same card
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
   * The refusal of a message.
   *
   * @param at when it was refused
   */
  public Outgoing rejection(Message refused, Rejected rejected, Instant at) {
    return rejection(RejectionId.of(refused), refused, rejected, at);
  }

  /**
   * The refusal of a message whose source and id were used before with other content. It is named
   * after the record's place, because its message shares its name with another.
   *
   * @param at when it was refused
   * @param topicName the topic on which the record stands
   */
  public Outgoing reuse(
      Message refused,
      Rejected rejected,
      Instant at,
      String topicName,
      int partition,
      long offset) {
    String id = "reused/" + topicName + "/" + partition + "/" + offset;
    return rejection(id, refused, rejected, at);
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
