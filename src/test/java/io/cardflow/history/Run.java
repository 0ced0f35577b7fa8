package io.cardflow.history;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cardflow.history.History.CardRow;
import io.cardflow.history.History.DeadLetter;
import io.cardflow.history.History.Name;
import io.cardflow.history.History.Place;
import io.cardflow.history.History.Published;
import io.cardflow.history.History.Sent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A run to check, built event by event; unset fields have correct values. */
final class Run {

  static final String CARD = "T-1";
  private static final String COMMANDS = "cardflow.commands";

  private final List<Published> events = new ArrayList<>();
  private final List<Published> rejections = new ArrayList<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private final List<CardRow> cards = new ArrayList<>();
  private final List<Sent> sent = new ArrayList<>();

  /** A card that was requested, ordered with its start inferred, and is in production. */
  static Run flawless() {
    return new Run()
        .change(1, null, "REQUESTED", "REQUEST_CARD", false, "c-1")
        .change(2, "REQUESTED", "PROCESSING", "REQUEST_CARD", false, "c-1")
        .change(3, "PROCESSING", "ORDERED", "PRODUCTION_STARTED", true, "n-1")
        .change(4, "ORDERED", "IN_PRODUCTION", "PRODUCTION_STARTED", false, "n-1")
        .row(CARD, 4, "IN_PRODUCTION")
        .sent(0, "c-1")
        .sent(1, "n-1");
  }

  /** A card with a holder. */
  static Run assigned() {
    Run run =
        flawless()
            .change(5, "IN_PRODUCTION", "PRODUCED", "CARD_SHIPPED", false, "n-2")
            .change(6, "PRODUCED", "UNASSIGNED", "INITIALIZE_CARD", false, "c-2")
            .change(7, "UNASSIGNED", "ASSIGNED", "ASSIGN_CARD", false, "c-3");
    run.cards.clear();
    return run.row(CARD, 7, "ASSIGNED").sent(2, "n-2").sent(3, "c-2").sent(4, "c-3");
  }

  Run change(int version, String from, String to, String trigger, boolean inferred, String cause) {
    ObjectNode data = data(CARD, version);
    if (from != null) {
      data.put("from", from);
    }
    data.put("to", to).put("trigger", trigger).put("inferred", inferred);
    cause(data, cause);
    return event("state-changed", version, data);
  }

  Run extended(int version, String cause) {
    ObjectNode data = data(CARD, version);
    cause(data, cause);
    return event("validity-extended", version, data);
  }

  Run factsAdded(int version, String cause) {
    ObjectNode data = data(CARD, version);
    cause(data, cause);
    return event("facts-added", version, data);
  }

  Run notice(String type, int version) {
    return event(type, version, data(CARD, version));
  }

  Run endsAssignment(int place, int number) {
    ((ObjectNode) events.get(place).data()).putObject("endedAssignment").put("number", number);
    return this;
  }

  Run rejection(String id, String code, String message) {
    ObjectNode data = JsonNodeFactory.instance.objectNode().put("cardId", CARD).put("code", code);
    data.putObject("message").put("id", message).put("source", "/iam");
    Map<String, String> headers = new HashMap<>(Map.of("ce_id", id, "ce_subject", CARD));
    rejections.add(new Published(0, rejections.size(), CARD, headers, data));
    return this;
  }

  Run deadLetter(long offset) {
    return deadLetter(
        Map.of(
            "dead-letter-topic",
            COMMANDS,
            "dead-letter-partition",
            "0",
            "dead-letter-offset",
            String.valueOf(offset)));
  }

  Run deadLetter(Map<String, String> headers) {
    deadLetters.add(new DeadLetter(null, null, headers));
    return this;
  }

  Run row(String id, int version, String state) {
    cards.add(new CardRow(id, version, state));
    return this;
  }

  Run withoutRows() {
    cards.clear();
    return this;
  }

  Run sent(long offset, String id) {
    Name name = id == null ? null : new Name("/iam", id);
    sent.add(new Sent(new Place(COMMANDS, 0, offset), name));
    return this;
  }

  Run withEvent(int place, UnaryOperator<Published> other) {
    events.set(place, other.apply(events.get(place)));
    return this;
  }

  Run withHeader(int place, String header, String value) {
    events.get(place).headers().put(header, value);
    return this;
  }

  Run withRejectionHeader(String header, String value) {
    rejections.get(0).headers().put(header, value);
    return this;
  }

  Run data(int place, UnaryOperator<ObjectNode> other) {
    return withEvent(
        place,
        event ->
            new Published(
                event.partition(),
                event.offset(),
                event.key(),
                event.headers(),
                other.apply(event.data().deepCopy())));
  }

  /** The violations that can be detected without the sent records. */
  List<String> violations() {
    return HistoryChecker.violations(history());
  }

  List<String> violationsGivenWhatWasSent() {
    return HistoryChecker.violations(history(), sent);
  }

  private History history() {
    return new History(events, rejections, deadLetters, cards);
  }

  private Run event(String type, int version, ObjectNode data) {
    Map<String, String> headers = new HashMap<>();
    headers.put("ce_id", CARD + "/" + version);
    headers.put("ce_subject", CARD);
    headers.put("ce_sequence", String.valueOf(version));
    headers.put("ce_type", "io.cardflow.card." + type + ".v1");
    events.add(new Published(0, events.size(), CARD, headers, data));
    return this;
  }

  private static ObjectNode data(String card, int version) {
    return JsonNodeFactory.instance.objectNode().put("cardId", card).put("version", version);
  }

  private static void cause(ObjectNode data, String id) {
    data.putObject("cause").put("id", id).put("source", "/iam");
  }
}
