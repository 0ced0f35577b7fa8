package io.cardflow.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.cardflow.history.History.Published;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Checks the timers: no assignment expires before its end, and each announcement is true and is
 * published only once.
 */
public final class TimerTruth {

  private static final String PREFIX = "io.cardflow.card.";

  /** A card according to its events so far; the assignment is null if it has none. */
  private record Seen(String state, String since, JsonNode assignment, boolean overdue) {}

  private final Violations violations = new Violations();
  private final Map<String, Seen> cards = new HashMap<>();
  private final Set<String> causes = new HashSet<>();

  private TimerTruth() {}

  /** All violations in the events; empty if there are none. */
  public static List<String> violations(Collection<Published> events) {
    TimerTruth truth = new TimerTruth();
    events.stream()
        .sorted(Comparator.comparingInt(Published::partition).thenComparing(Published::offset))
        .forEach(truth::event);
    return truth.violations.found();
  }

  private void event(Published event) {
    String card = event.key();
    JsonNode data = event.data();
    String name = card + "/" + data.path("version").asText();
    Seen seen = cards.getOrDefault(card, new Seen(null, null, null, false));
    String type = event.headers().get("ce_type");
    switch (type.substring(PREFIX.length())) {
      case "state-changed.v1" -> {
        if (data.path("to").asText().equals("EXPIRED")) {
          expired(name, seen, data);
        }
        JsonNode assignment = data.get("assignment");
        cards.put(
            card,
            new Seen(
                data.path("to").asText(), data.path("occurredAt").asText(), assignment, false));
      }
      case "validity-extended.v1" ->
          cards.put(card, new Seen(seen.state(), seen.since(), data.get("assignment"), false));
      case "expiring.v1" -> expiring(name, seen, event);
      case "overdue.v1" -> {
        overdue(name, seen, event);
        cards.put(card, new Seen(seen.state(), seen.since(), seen.assignment(), true));
      }
      default -> violations.require(false, name + " has the type " + type);
    }
  }

  private void expired(String name, Seen seen, JsonNode data) {
    violations.require(
        Objects.equals(seen.assignment(), data.get("assignment")),
        name + " expires another assignment than the card's");
    violations.require(
        !time(data.path("occurredAt")).isBefore(time(data.path("assignment").path("validUntil"))),
        name + " expires an assignment before its end");
  }

  private void expiring(String name, Seen seen, Published event) {
    JsonNode assignment = event.data().path("assignment");
    violations.require(
        assignment.equals(seen.assignment()),
        name + " announces the end of another assignment than the card's");
    Instant now = Instant.parse(event.headers().get("ce_time"));
    violations.require(
        now.isBefore(time(assignment.path("validUntil"))), name + " announces an end in the past");
    violations.require(
        causes.add(event.headers().get("ce_causationid")), name + " announces the same again");
  }

  private void overdue(String name, Seen seen, Published event) {
    JsonNode data = event.data();
    violations.require(
        data.path("state").asText().equals(seen.state())
            && data.path("since").asText().equals(seen.since()),
        name + " announces another stay than the card's");
    violations.require(!seen.overdue(), name + " announces the same again");
  }

  private static Instant time(JsonNode text) {
    return Instant.parse(text.asText());
  }
}
