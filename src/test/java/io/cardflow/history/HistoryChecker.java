package io.cardflow.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Lifecycle;
import io.cardflow.domain.Trigger;
import io.cardflow.history.History.CardRow;
import io.cardflow.history.History.DeadLetter;
import io.cardflow.history.History.Published;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Judges a run by its topics and its table alone. */
public final class HistoryChecker {

  /** What the events seen so far say of a card. */
  private record Seen(int version, String state, int partition) {}

  private final History history;
  private final List<String> violations = new ArrayList<>();
  private final Map<String, Seen> cards = new HashMap<>();
  private final Set<String> applied = new HashSet<>();
  private final Set<String> ended = new HashSet<>();

  private HistoryChecker(History history) {
    this.history = history;
  }

  /** Everything that is wrong with the history; empty if nothing is. */
  public static List<String> violations(History history) {
    HistoryChecker checker = new HistoryChecker(history);
    history.events().forEach(checker::event);
    checker.rows();
    checker.rejections();
    checker.deadLetters();
    return checker.violations;
  }

  private void event(Published event) {
    JsonNode data = event.data();
    String card = data.path("cardId").asText();
    int version = data.path("version").asInt();
    String name = card + "/" + version;
    Seen before = cards.getOrDefault(card, new Seen(0, null, event.partition()));
    require(version == before.version() + 1, name + " comes after version " + before.version());
    require(event.partition() == before.partition(), name + " is on another partition");
    require(card.equals(event.key()), name + " has the key " + event.key());
    header(event, "ce_id", name);
    header(event, "ce_subject", card);
    header(event, "ce_sequence", String.valueOf(version));
    String state = before.state();
    if (data.has("to")) {
      String from = data.path("from").asText(null);
      require(Objects.equals(from, before.state()), name + " comes from " + from);
      state = data.path("to").asText();
      edge(name, from, state, data);
    }
    if (data.has("cause")) {
      applied.add(cause(data.path("cause")));
    }
    if (data.has("endedAssignment")) {
      String assignment = card + "#" + data.path("endedAssignment").path("number").asInt();
      require(ended.add(assignment), assignment + " ends twice");
    }
    cards.put(card, new Seen(version, state, before.partition()));
  }

  private void edge(String name, String from, String to, JsonNode data) {
    Trigger trigger = Trigger.valueOf(data.path("trigger").asText());
    boolean inferred = data.path("inferred").asBoolean();
    boolean known =
        Lifecycle.edge(from == null ? null : CardState.valueOf(from), CardState.valueOf(to))
            .filter(edge -> (inferred ? edge.implies() : edge.causes()).contains(trigger))
            .isPresent();
    require(known, name + " takes no edge of the life cycle: " + from + " to " + to);
  }

  private void rows() {
    Set<String> rows = new HashSet<>();
    for (CardRow row : history.cards()) {
      rows.add(row.id());
      Seen seen = cards.get(row.id());
      require(
          seen != null && seen.version() == row.version() && row.state().equals(seen.state()),
          row + " in the table, " + seen + " in the events");
    }
    cards.keySet().forEach(card -> require(rows.contains(card), card + " is not in the table"));
  }

  private void rejections() {
    Set<String> ids = new HashSet<>();
    for (Published rejection : history.rejections()) {
      String id = rejection.headers().get("ce_id");
      require(ids.add(id), id + " comes twice");
      boolean reused = rejection.data().path("code").asText().equals("ID_REUSED");
      require(
          reused || !applied.contains(cause(rejection.data().path("message"))),
          id + " was applied as well");
    }
  }

  private void deadLetters() {
    Set<String> places = new HashSet<>();
    for (DeadLetter letter : history.deadLetters()) {
      Map<String, String> headers = letter.headers();
      String place =
          headers.get("dead-letter-topic")
              + "/"
              + headers.get("dead-letter-partition")
              + "/"
              + headers.get("dead-letter-offset");
      require(places.add(place), place + " is dead twice");
    }
  }

  private static String cause(JsonNode message) {
    return message.path("source").asText() + "#" + message.path("id").asText();
  }

  private void header(Published event, String header, String value) {
    String found = event.headers().get(header);
    require(value.equals(found), value + " has " + header + " " + found);
  }

  private void require(boolean holds, String violation) {
    if (!holds) {
      violations.add(violation);
    }
  }
}
