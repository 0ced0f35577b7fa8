package io.cardflow.ordering.gocards;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a layout requires of the card elements: its input fields, as the bureau publishes them. A
 * rule that cannot be read does not apply.
 */
record CardLayout(List<InputField> fields) {

  /** The maximum number of input fields, and of values of one. */
  private static final int MOST = 1_000;

  /**
   * A field.
   *
   * @param maxLength in characters; {@link Integer#MAX_VALUE} if not limited
   * @param values the allowed values; empty if every value is
   */
  record InputField(String name, boolean required, int maxLength, List<String> values) {

    private String breach(String value) {
      if (value == null || value.isEmpty()) {
        return required ? "is required" : null;
      }
      if (value.codePointCount(0, value.length()) > maxLength) {
        return "has more than " + maxLength + " characters";
      }
      return values.isEmpty() || values.contains(value) ? null : "has a value that is not allowed";
    }
  }

  /**
   * Reads the list of input fields.
   *
   * @param inputFields null if there is none
   */
  static CardLayout of(JsonNode inputFields) {
    List<InputField> fields = new ArrayList<>();
    if (inputFields != null && inputFields.isArray() && inputFields.size() <= MOST) {
      for (JsonNode each : inputFields) {
        String name = each.path("name").textValue();
        if (name != null) {
          int most = each.path("maxLength").asInt(0);
          fields.add(
              new InputField(
                  name,
                  each.path("required").asBoolean(false),
                  most > 0 ? most : Integer.MAX_VALUE,
                  values(each.path("valueList"))));
        }
      }
    }
    return new CardLayout(List.copyOf(fields));
  }

  private static List<String> values(JsonNode list) {
    List<String> values = new ArrayList<>();
    if (list.isArray() && list.size() <= MOST) {
      for (JsonNode each : list) {
        if (!each.isValueNode() || each.isNull()) {
          return List.of();
        }
        values.add(each.asText());
      }
    }
    return List.copyOf(values);
  }

  /**
   * Returns which fields the elements of a card break, without their values; null if none.
   *
   * @param elements the texts by name
   */
  String breach(Map<String, String> elements) {
    String breaches =
        fields.stream()
            .filter(field -> field.breach(elements.get(field.name())) != null)
            .map(field -> field.name() + " " + field.breach(elements.get(field.name())))
            .collect(Collectors.joining("; "));
    return breaches.isEmpty() ? null : breaches;
  }
}
