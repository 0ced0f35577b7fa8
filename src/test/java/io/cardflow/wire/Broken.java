package io.cardflow.wire;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Breaks a golden value in one place. */
final class Broken {

  private Broken() {}

  /**
   * Returns a copy with another value in one field.
   *
   * @param field a JSON pointer to a member of an object
   * @param value null to leave the field out
   */
  static JsonNode with(JsonNode golden, String field, JsonNode value) {
    JsonNode copy = golden.deepCopy();
    JsonPointer pointer = JsonPointer.compile(field);
    ObjectNode parent = (ObjectNode) copy.at(pointer.head());
    String name = pointer.last().getMatchingProperty();
    if (value == null) {
      parent.remove(name);
    } else {
      parent.set(name, value);
    }
    return copy;
  }
}
