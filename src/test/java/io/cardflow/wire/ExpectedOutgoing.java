package io.cardflow.wire;

import static io.cardflow.domain.CardState.ABORTED;
import static io.cardflow.domain.CardState.ASSIGNED;
import static io.cardflow.domain.CardState.EXPIRED;
import static io.cardflow.domain.CardState.FAILED;
import static io.cardflow.domain.CardState.IN_PRODUCTION;
import static io.cardflow.domain.CardState.LOCKED;
import static io.cardflow.domain.CardState.ORDERED;
import static io.cardflow.domain.CardState.PROCESSING;
import static io.cardflow.domain.CardState.PRODUCED;
import static io.cardflow.domain.CardState.REQUESTED;
import static io.cardflow.domain.CardState.UNASSIGNED;

import io.cardflow.domain.Assignment;
import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Command;
import io.cardflow.domain.Decision.Rejected;
import io.cardflow.domain.Event;
import io.cardflow.domain.Event.EndedAssignment;
import io.cardflow.domain.Event.Shipment;
import io.cardflow.domain.Event.StateChanged;
import io.cardflow.domain.Failure;
import io.cardflow.domain.Message;
import io.cardflow.domain.OrderReference;
import io.cardflow.domain.ProducerStatus;
import io.cardflow.domain.Production;
import io.cardflow.domain.RejectionCode;
import io.cardflow.domain.Timer;
import io.cardflow.domain.Trigger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The inputs of the golden answers, by file name.
 *
 * @param cause the message that it answers
 */
record ExpectedOutgoing(Message cause, Outgoing outgoing) {

  static final Instant NOW = Instant.parse("2026-11-22T10:15:31Z");

  private static final Encoder ENCODER = new Encoder("/cardflow");
  private static final OrderReference ORDER = new OrderReference("B-0193", "OD123", "CA-77");
  private static final Instant VALID_UNTIL = Instant.parse("2026-12-06T17:00:00.999Z");
  private static final Assignment NEW = new Assignment(3, "u-1001", NOW, VALID_UNTIL);
  private static final Assignment OLD =
      new Assignment(3, "u-1001", Instant.parse("2026-11-20T07:00:00Z"), VALID_UNTIL);
  private static final Shipment SHIPMENT =
      new Shipment("S-5", "PostNord", List.of("00370730254411111111", "00370730254412345678"));
  private static final Instant SHIPPED_AT = Instant.parse("2026-11-22T10:00:00Z");
  private static final Instant ACTIVATED_AT = Instant.parse("2026-11-23T07:00:00Z");
  private static final EndedAssignment ENDED = new EndedAssignment(OLD, NOW);

  private static final Map<String, ExpectedOutgoing> ALL = new LinkedHashMap<>();

  static {
    change("requested", "request-card", 1, null, REQUESTED, new Optional());
    change("processing", "request-card", 2, REQUESTED, PROCESSING, new Optional());
    change(
        "aborted", "abort-order", 3, PROCESSING, ABORTED, new Optional().reason("ordered twice"));
    change("ordered", "order-accepted", 3, PROCESSING, ORDERED, new Optional().order(ORDER));
    change(
        "in-production-inferred",
        "card-shipped",
        4,
        ORDERED,
        IN_PRODUCTION,
        new Optional().inferred().order(ORDER));
    change(
        "produced",
        "card-shipped",
        5,
        IN_PRODUCTION,
        PRODUCED,
        new Optional().order(ORDER).shipment(SHIPMENT).shippedAt(SHIPPED_AT));
    change(
        "produced-facts-truncated",
        "card-shipped",
        5,
        IN_PRODUCTION,
        PRODUCED,
        new Optional().order(ORDER).shipment(SHIPMENT).shippedAt(SHIPPED_AT).factsTruncated());
    change(
        "produced-shipment-unknown",
        "card-shipped",
        5,
        IN_PRODUCTION,
        PRODUCED,
        new Optional().order(new OrderReference(null, "OD123", null)).shippedAt(SHIPPED_AT));
    change(
        "failed",
        "production-failed",
        4,
        ORDERED,
        FAILED,
        new Optional().order(ORDER).failure(new Failure("CHIP_DEFECT", "chip does not answer")));
    change(
        "failed-without-detail",
        "order-refused",
        3,
        PROCESSING,
        FAILED,
        new Optional()
            .order(new OrderReference("B-0193", null, null))
            .failure(new Failure("LAYOUT_UNKNOWN", null)));
    change("unassigned", "initialize-card", 6, PRODUCED, UNASSIGNED, new Optional());
    change("assigned", "assign-card", 11, UNASSIGNED, ASSIGNED, new Optional().assignment(NEW));
    change(
        "withdrawn",
        "withdraw-card",
        12,
        ASSIGNED,
        UNASSIGNED,
        new Optional().reason("badge found").ended(ENDED));
    change("expired", "expire-card", 12, ASSIGNED, EXPIRED, new Optional().assignment(OLD));
    change(
        "locked",
        "lock-card-structured",
        12,
        ASSIGNED,
        LOCKED,
        new Optional().reason("förlorad 🪪 \"igen\"\n").ended(ENDED));
    extended();
    added();
    announced();
    Message assign = ExpectedMessages.of("assign-card");
    Message shipped = ExpectedMessages.of("card-shipped");
    Message lock = ExpectedMessages.of("lock-card-structured");
    put(
        "rejected",
        assign,
        ENCODER.rejection(
            assign,
            new Rejected(
                RejectionCode.TRANSITION_NOT_ALLOWED,
                "assign-card needs UNASSIGNED; the card is PRODUCED",
                card(PRODUCED, 6)),
            NOW));
    put(
        "rejected-unknown-card",
        shipped,
        ENCODER.rejection(
            shipped, new Rejected(RejectionCode.UNKNOWN_CARD, "no card has this id", null), NOW));
    put(
        "rejected-id-reused",
        lock,
        ENCODER.reuse(
            lock,
            new Rejected(
                RejectionCode.ID_REUSED, "source and id were used before", card(ASSIGNED, 11)),
            NOW,
            "cardflow.commands",
            7,
            123456789012L));
    put(
        "rejected-not-authorized",
        lock,
        ENCODER.unauthorized(
            lock,
            "the policy does not allow this source to send this type for this card here",
            NOW,
            "cardflow.commands",
            7,
            123456789012L));
  }

  static Map<String, ExpectedOutgoing> all() {
    return ALL;
  }

  private static void extended() {
    Message extend = ExpectedMessages.of("extend-card");
    Instant validUntil = ((Command.ExtendCard) extend.body()).validUntil();
    Assignment moved = new Assignment(OLD.number(), OLD.holderId(), OLD.validFrom(), validUntil);
    Event event =
        new Event.ValidityExtended(
            "T-000042", 12, NOW, moved, VALID_UNTIL, cause(extend), extend.actor());
    put("validity-extended", extend, ENCODER.event(event, extend));
  }

  private static void added() {
    Message replace = ExpectedMessages.of("replace-production");
    Command.ReplaceProduction given = (Command.ReplaceProduction) replace.body();
    Production facts =
        new Production(
            given.startedAt(),
            given.producedAt(),
            given.readouts(),
            given.shippedAt(),
            given.shipmentId(),
            given.carrier(),
            List.of(given.trackingNumber()),
            ACTIVATED_AT);
    OrderReference remade = new OrderReference("B-0193", "OD123", given.producerCardId());
    added("facts-added", replace, remade, facts, given.reason(), true);
    Message accept = ExpectedMessages.of("accept-order");
    Command.AcceptOrder accepted = (Command.AcceptOrder) accept.body();
    OrderReference order = new OrderReference("B-0193", accepted.orderId(), "CA-77");
    added("facts-added-order", accept, order, Production.NONE, accepted.reason(), false);
    Message minimal = ExpectedMessages.of("replace-production-minimal");
    Production started =
        new Production(given.startedAt(), null, List.of(), null, null, null, List.of(), null);
    added("facts-added-start-alone", minimal, null, started, null, false);
  }

  private static void added(
      String file,
      Message cause,
      OrderReference order,
      Production facts,
      String reason,
      boolean truncated) {
    Event event =
        new Event.FactsAdded(
            "T-000042", 8, NOW, order, facts, truncated, cause(cause), reason, cause.actor());
    put(file, cause, ENCODER.event(event, cause));
  }

  private static void announced() {
    Message reminder = ExpectedMessages.of("expiry-reminder");
    Timer.ExpiryReminder due = (Timer.ExpiryReminder) reminder.body();
    Assignment ending =
        new Assignment(OLD.number(), OLD.holderId(), OLD.validFrom(), due.validUntil());
    put(
        "expiring",
        reminder,
        ENCODER.event(new Event.CardExpiring("T-000042", 12, NOW, ending, 7), reminder));
    Message dwell = ExpectedMessages.of("dwell-exceeded");
    Timer.DwellExceeded stay = (Timer.DwellExceeded) dwell.body();
    put(
        "overdue",
        dwell,
        ENCODER.event(
            new Event.CardOverdue("T-000042", 4, NOW, stay.state(), stay.since(), stay.limit()),
            dwell));
  }

  private static void change(
      String file, String message, int version, CardState from, CardState to, Optional optional) {
    Message cause = ExpectedMessages.of(message);
    Event event =
        new StateChanged(
            "T-000042",
            version,
            from,
            to,
            NOW,
            trigger(cause),
            optional.inferred,
            cause(cause),
            optional.reason,
            cause.actor(),
            optional.order,
            optional.shipment,
            optional.shippedAt,
            optional.failure,
            optional.assignment,
            optional.ended,
            optional.factsTruncated);
    put(file, cause, ENCODER.event(event, cause));
  }

  private static void put(String file, Message cause, Outgoing outgoing) {
    ALL.put(file, new ExpectedOutgoing(cause, outgoing));
  }

  private static Event.Cause cause(Message message) {
    return new Event.Cause(message.id().id(), message.id().source(), message.type());
  }

  private static Trigger trigger(Message message) {
    return message.body() instanceof Command command
        ? command.trigger()
        : ((ProducerStatus) message.body()).trigger();
  }

  private static Card card(CardState state, int version) {
    return new Card(
        "T-000042", version, state, NOW, false, ORDER, Production.NONE, null, null, 0, null);
  }

  /** The optional parts of a state change. */
  private static final class Optional {
    private boolean inferred;
    private String reason;
    private OrderReference order;
    private Shipment shipment;
    private Instant shippedAt;
    private Failure failure;
    private Assignment assignment;
    private EndedAssignment ended;
    private boolean factsTruncated;

    Optional factsTruncated() {
      factsTruncated = true;
      return this;
    }

    Optional inferred() {
      inferred = true;
      return this;
    }

    Optional reason(String optional) {
      reason = optional;
      return this;
    }

    Optional order(OrderReference optional) {
      order = optional;
      return this;
    }

    Optional shipment(Shipment optional) {
      shipment = optional;
      return this;
    }

    Optional shippedAt(Instant optional) {
      shippedAt = optional;
      return this;
    }

    Optional failure(Failure optional) {
      failure = optional;
      return this;
    }

    Optional assignment(Assignment optional) {
      assignment = optional;
      return this;
    }

    Optional ended(EndedAssignment optional) {
      ended = optional;
      return this;
    }
  }
}
