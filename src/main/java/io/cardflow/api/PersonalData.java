package io.cardflow.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Whether an answer has holders, addresses and printed texts, or a mask in their places. */
enum PersonalData {
  MASKED(text -> PersonalData.MASK),
  SHOWN(text -> text);

  static final String MASK = "***";

  /** The fields of published data that name a holder. */
  private static final Set<String> HOLDERS = Set.of("holderId");

  /** The fields of an address that do not lead to a person. */
  private static final Set<String> PLACE = Set.of("city", "countryCode");

  private final UnaryOperator<String> text;

  PersonalData(UnaryOperator<String> text) {
    this.text = text;
  }

  /** A holder; null for null. */
  String holder(String id) {
    return id == null ? null : text.apply(id);
  }

  /** An address; null for null. */
  Map<String, String> address(Map<String, String> address) {
    return texts(address, PLACE);
  }

  /** Printed texts by name; null for null. */
  Map<String, String> elements(Map<String, String> elements) {
    return texts(elements, Set.of());
  }

  private Map<String, String> texts(Map<String, String> texts, Set<String> plain) {
    if (texts == null) {
      return null;
    }
    Map<String, String> after = new TreeMap<>();
    texts.forEach(
        (name, value) -> after.put(name, plain.contains(name) ? value : text.apply(value)));
    return after;
  }

  /** Published data, whose holders are replaced in place at every depth. */
  JsonNode event(JsonNode data) {
    if (data instanceof ObjectNode object) {
      for (String name : HOLDERS) {
        if (object.hasNonNull(name)) {
          object.put(name, text.apply(object.get(name).asText()));
        }
      }
    }
    data.forEach(this::event);
    return data;
  }
}
