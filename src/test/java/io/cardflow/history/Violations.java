package io.cardflow.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Collects violations, one line each. */
final class Violations {

  private final List<String> found = new ArrayList<>();

  List<String> found() {
    return List.copyOf(found);
  }

  void require(boolean holds, String violation) {
    if (!holds) {
      found.add(violation);
    }
  }

  void same(String what, Object expected, Object actual) {
    require(Objects.equals(expected, actual), what + " is " + actual + ", not " + expected);
  }

  /** The message id in an event or a rejection. */
  static History.Name name(JsonNode message) {
    return new History.Name(message.path("source").asText(null), message.path("id").asText(null));
  }
}
