package io.cardflow.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.cardflow.domain.Lifecycle;
import io.cardflow.domain.Trigger;
import io.cardflow.history.History.CardRow;
import io.cardflow.history.History.Name;
import io.cardflow.history.History.Published;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Follows the events of each card in topic order, and then checks its row. */
final class CardThreads {

  private static final String PREFIX = "io.cardflow.card.";
  private static final String STATE_CHANGED = PREFIX + "state-changed.v1";
  private static final String VALIDITY_EXTENDED = PREFIX + "validity-extended.v1";

  private static final String FACTS_ADDED = PREFIX + "facts-added.v1";

  /** Announcements, which no message causes. */
  private static final Set<String> NOTICES = Set.of(PREFIX + "expiring.v1", PREFIX + "overdue.v1");

  /** A card's state according to its events. */
  private record Seen(int version, String state, int partition) {}

  /** The last event of a message, and whether the message may have a further one. */
  private record Effect(String card, int version, boolean open) {}

  private final Violations violations;
  private final Map<String, Seen> cards = new LinkedHashMap<>();
  private final Map<Name, Effect> effects = new LinkedHashMap<>();
  private final Set<String> ids = new HashSet<>();
  private final Set<String> ended = new HashSet<>();

  CardThreads(Violations violations) {
    this.violations = violations;
  }

  /** The messages that led to an event. */
  Set<Name> causes() {
    return effects.keySet();
  }

  void event(Published event) {
    JsonNode data = event.data();
    String card = data.path("cardId").asText();
    int version = data.path("version").asInt();
    String name = card + "/" + version;
    String type = String.valueOf(event.headers().get("ce_type"));
    envelope(event, card, version);
    Seen before = cards.getOrDefault(card, new Seen(0, null, event.partition()));
    violations.require(
        version == before.version() + 1, name + " comes after version " + before.version());
    violations.require(
        event.partition() == before.partition(),
        name + " is on partition " + event.partition() + ", not " + before.partition());
    String state = before.state();
    if (type.equals(STATE_CHANGED)) {
      state = data.path("to").asText();
      edge(name, before.state(), data);
    } else if (type.equals(VALIDITY_EXTENDED)) {
      violations.same("the state in which " + name + " extends the validity", "ASSIGNED", state);
    } else if (!NOTICES.contains(type) && !type.equals(FACTS_ADDED)) {
      violations.require(false, name + " has the type " + type);
    }
    if (!type.equals(STATE_CHANGED)) {
      violations.require(!data.has("to"), name + " changes the state by " + type);
    }
    if (!NOTICES.contains(type)) {
      cause(name, card, version, data);
    }
    end(card, data);
    cards.put(card, new Seen(version, state, before.partition()));
  }

  void rows(Iterable<CardRow> table) {
    Set<String> rows = new HashSet<>();
    for (CardRow row : table) {
      violations.require(rows.add(row.id()), row.id() + " is in the table twice");
      Seen seen = cards.get(row.id());
      violations.require(seen != null, row.id() + " is in the table and has no events");
      if (seen != null) {
        violations.same(
            "the version of " + row.id() + " in the table", seen.version(), row.version());
        violations.same("the state of " + row.id() + " in the table", seen.state(), row.state());
      }
    }
    cards.keySet().stream()
        .filter(card -> !rows.contains(card))
        .forEach(card -> violations.require(false, card + " has events and is not in the table"));
  }

  private void envelope(Published event, String card, int version) {
    String name = card + "/" + version;
    Map<String, String> headers = event.headers();
    violations.require(ids.add(headers.get("ce_id")), headers.get("ce_id") + " occurs twice");
    violations.same("the key of " + name, card, event.key());
    violations.same("ce_id of " + name, name, headers.get("ce_id"));
    violations.same("ce_subject of " + name, card, headers.get("ce_subject"));
    violations.same("ce_sequence of " + name, String.valueOf(version), headers.get("ce_sequence"));
  }

  private void edge(String name, String state, JsonNode data) {
    String from = data.path("from").asText(null);
    String to = data.path("to").asText(null);
    violations.same("from of " + name, state, from);
    Optional<Trigger> trigger = constant(Trigger.values(), data.path("trigger").asText());
    boolean inferred = data.path("inferred").asBoolean();
    boolean known =
        trigger.isPresent()
            && Lifecycle.edges().stream()
                .filter(
                    edge -> Objects.equals(from, edge.from() == null ? null : edge.from().name()))
                .filter(edge -> edge.to().name().equals(to))
                .anyMatch(
                    edge -> (inferred ? edge.implies() : edge.causes()).contains(trigger.get()));
    violations.require(
        known,
        name
            + " follows no transition: "
            + from
            + " to "
            + to
            + " by "
            + data.path("trigger").asText()
            + (inferred ? ", inferred" : ""));
  }

  private void cause(String name, String card, int version, JsonNode data) {
    Name cause = Violations.name(data.path("cause"));
    if (cause.source() == null || cause.id() == null) {
      violations.require(false, name + " names no cause");
      return;
    }
    boolean queued =
        data.path("from").isMissingNode() && data.path("to").asText().equals("REQUESTED");
    boolean open = queued || data.path("inferred").asBoolean();
    Effect before = effects.put(cause, new Effect(card, version, open));
    violations.require(
        before == null
            || (before.open() && before.card().equals(card) && before.version() + 1 == version),
        cause + " has a second effect: " + name);
  }

  private void end(String card, JsonNode data) {
    if (data.has("endedAssignment")) {
      String assignment = card + "#" + data.path("endedAssignment").path("number").asInt();
      violations.require(ended.add(assignment), "assignment " + assignment + " ends twice");
    }
  }

  private static Optional<Trigger> constant(Trigger[] values, String name) {
    return Arrays.stream(values).filter(each -> each.name().equals(name)).findFirst();
  }
}
