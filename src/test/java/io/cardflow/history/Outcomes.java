package io.cardflow.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.cardflow.history.History.DeadLetter;
import io.cardflow.history.History.Name;
import io.cardflow.history.History.Place;
import io.cardflow.history.History.Published;
import io.cardflow.history.History.Sent;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Checks the visible outcomes of messages: applied, rejected, dead-lettered. */
final class Outcomes {

  /**
   * The codes of rejections that leave the message id to another message, with the prefix of their
   * ids; the position of the rejected record follows.
   */
  private static final Map<String, String> BY_POSITION =
      Map.of("ID_REUSED", "reused/", "NOT_AUTHORIZED", "refused/");

  private final Violations violations;
  private final Set<Name> applied;
  private final Set<Name> rejected = new HashSet<>();
  private final Map<String, Name> byPosition = new HashMap<>();
  private final Set<Place> dead = new HashSet<>();
  private final Set<String> ids = new HashSet<>();

  Outcomes(Violations violations, Set<Name> applied) {
    this.violations = violations;
    this.applied = applied;
  }

  void rejection(Published rejection) {
    JsonNode data = rejection.data();
    String id = rejection.headers().get("ce_id");
    String card = data.path("cardId").asText();
    Name message = Violations.name(data.path("message"));
    violations.require(ids.add(id), "rejection " + id + " occurs twice");
    violations.same("the key of " + id, card, rejection.key());
    violations.same("ce_subject of " + id, card, rejection.headers().get("ce_subject"));
    String prefix = BY_POSITION.get(data.path("code").asText());
    if (prefix != null) {
      violations.require(
          id != null && id.startsWith(prefix),
          "a " + prefix.replace("/", "") + " id is rejected under " + id);
      byPosition.put(String.valueOf(id), message);
    } else {
      violations.same("ce_id of a rejection", rejectionId(card, message), id);
      violations.require(!applied.contains(message), message + " was rejected and applied");
      rejected.add(message);
    }
  }

  /** Specified by the contract; repeated here, since this checks the worker's output. */
  private static String rejectionId(String card, Name message) {
    return "rejected/%s/%s#%s".formatted(card, encoded(message.source()), encoded(message.id()));
  }

  private static String encoded(String part) {
    return String.valueOf(part).replace("%", "%25").replace("#", "%23");
  }

  void deadLetter(DeadLetter letter) {
    Map<String, String> headers = letter.headers();
    try {
      Place place =
          new Place(
              headers.get("dead-letter-topic"),
              Integer.parseInt(headers.get("dead-letter-partition")),
              Long.parseLong(headers.get("dead-letter-offset")));
      violations.require(dead.add(place), place + " is dead-lettered twice");
    } catch (NumberFormatException unreported) {
      violations.require(false, "a dead letter does not contain its position: " + headers);
    }
  }

  /** Every outcome belongs to a sent record, and no record has two. */
  void of(Collection<Sent> records) {
    Map<Place, Sent> sent = new HashMap<>();
    Set<Name> names = new HashSet<>();
    for (Sent each : records) {
      violations.require(sent.put(each.place(), each) == null, each.place() + " is given twice");
      if (each.name() != null) {
        names.add(each.name());
      }
    }
    unsent(applied, names, "was applied");
    unsent(rejected, names, "was rejected");
    for (Place place : dead) {
      violations.require(sent.containsKey(place), place + " was dead-lettered and was not sent");
    }
    ofPositions(sent.values());
    contradicted(sent.values());
  }

  private void ofPositions(Collection<Sent> records) {
    Map<String, Sent> byId = new HashMap<>();
    for (String prefix : BY_POSITION.values()) {
      records.forEach(each -> byId.put(prefix + each.place(), each));
    }
    byPosition.forEach(
        (id, name) -> {
          Sent refused = byId.get(id);
          violations.require(
              refused != null && name.equals(refused.name()),
              id + " was rejected and was not sent");
          violations.require(
              refused == null || !dead.contains(refused.place()),
              id + " was rejected and dead-lettered");
        });
  }

  /**
   * A record that was dead-lettered, or rejected for its id, must have no effect with that id. If
   * no other record has the id, no sender requested such effects.
   */
  private void contradicted(Collection<Sent> records) {
    Set<Name> effective = new HashSet<>();
    Set<Name> spent = new HashSet<>();
    for (Sent each : records) {
      boolean none =
          dead.contains(each.place())
              || BY_POSITION.values().stream()
                  .anyMatch(prefix -> byPosition.containsKey(prefix + each.place()));
      (none ? spent : effective).add(each.name());
    }
    spent.stream()
        .filter(name -> name != null && !effective.contains(name))
        .filter(name -> applied.contains(name) || rejected.contains(name))
        .forEach(
            name ->
                violations.require(
                    false,
                    name + " had an effect, but its records were rejected or dead-lettered"));
  }

  private void unsent(Set<Name> decided, Set<Name> sent, String how) {
    decided.stream()
        .filter(name -> !sent.contains(name))
        .forEach(name -> violations.require(false, name + " " + how + " and was not sent"));
  }
}
