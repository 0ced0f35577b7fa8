package io.cardflow.wire;

import io.cardflow.domain.Assignment;
import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Decision.Rejected;
import io.cardflow.domain.Event;
import io.cardflow.domain.Failure;
import io.cardflow.domain.Message;
import io.cardflow.domain.MessageId;
import io.cardflow.domain.OrderReference;
import io.cardflow.domain.Production;
import io.cardflow.domain.RejectionCode;
import io.cardflow.domain.Trigger;
import java.time.Instant;
import java.util.Collections;
import java.util.UUID;

/**
 * The largest records that can be published: each field at its limit, in characters that take the
 * most bytes. No real record has all fields, so these are upper bounds, some kilobytes too high.
 */
public final class LargestAnswers {

  /** A control character, which is valid in data: six bytes of JSON. */
  private static final String ESCAPED = "\u0001";

  /** Four bytes of UTF-8, valid in an attribute: two UTF-16 units, one character. */
  private static final String SUPPLEMENTARY = "\ud83d\ude00";

  private static final Instant TIME = Instant.parse("9999-12-31T23:59:59.999Z");

  /** The maximum length of one of Cardflow's own details, and of a topic's name. */
  private static final int OWN_TEXT = 250;

  private LargestAnswers() {}

  /** The largest event. */
  public static Outgoing event() {
    String name = data(MessageLimits.NAME);
    Assignment assignment =
        new Assignment(Integer.MAX_VALUE, data(MessageLimits.HOLDER), TIME, TIME);
    Message cause = message();
    Event largest =
        Event.StateChanged.builder()
            .card(card(cause.cardId()).assignment(assignment).build())
            .from(CardState.IN_PRODUCTION)
            .occurredAt(TIME)
            .trigger(Trigger.PRODUCTION_STARTED)
            .cause(Event.Cause.of(cause))
            .reason(data(MessageLimits.REASON))
            .actor(cause.actor())
            .order(new OrderReference(name, name, name))
            .shipment(shipment(name))
            .shippedAt(TIME)
            .failure(new Failure(data(MessageLimits.CODE), data(MessageLimits.DETAIL)))
            .endedAssignment(new Event.EndedAssignment(assignment, TIME))
            .factsTruncated(true)
            .build();
    return encoder().event(largest, cause);
  }

  /** The largest rejection. */
  public static Outgoing rejection() {
    Message refused = message();
    Card card = card(refused.cardId()).build();
    Rejected rejected = new Rejected(RejectionCode.TRANSITION_NOT_ALLOWED, data(OWN_TEXT), card);
    return encoder()
        .reuse(refused, rejected, TIME, "t".repeat(OWN_TEXT), Integer.MAX_VALUE, Long.MAX_VALUE);
  }

  private static Card.Builder card(String id) {
    return Card.builder(id).version(Integer.MAX_VALUE).state(CardState.IN_PRODUCTION).since(TIME);
  }

  /** The maximum number of tracking numbers within the limit of a card's facts. */
  private static Event.Shipment shipment(String name) {
    int left = Production.MAX_CHARACTERS - 2 * name.length();
    int numbers = Production.MOST;
    return new Event.Shipment(
        name, name, Collections.nCopies(numbers, data((left + numbers - 1) / numbers)));
  }

  private static Message message() {
    return new Message(
        new MessageId(attribute(Attribute.SOURCE), attribute(Attribute.ID)),
        "c".repeat(CardId.MAX_LENGTH),
        attribute(Attribute.TYPE),
        TIME,
        attribute(Attribute.AUTHID),
        attribute(Attribute.CORRELATIONID),
        "0".repeat(TraceParent.LENGTH),
        new UUID(0, 0),
        null);
  }

  private static Encoder encoder() {
    return new Encoder(attribute(Attribute.SOURCE));
  }

  private static String attribute(Attribute attribute) {
    return SUPPLEMENTARY.repeat(attribute.maxLength);
  }

  private static String data(int length) {
    return ESCAPED.repeat(length);
  }
}
