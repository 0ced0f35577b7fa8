package io.cardflow.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads a few texts of a JSON object that Cardflow itself has written, and parses it only up to the
 * last of them. It does not check the rest.
 */
public final class FirstTexts {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  private FirstTexts() {}

  /**
   * The texts of the object's own fields with these names. Parsing ends at a field that is no text,
   * if the last name has been found, or at a fault.
   *
   * @param last the field that is written last of them
   */
  public static Map<String, String> of(byte[] object, Set<String> names, String last) {
    Map<String, String> texts = new HashMap<>();
    try (JsonParser parser = FACTORY.createParser(object)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return texts;
      }
      while (!texts.containsKey(last) && parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (parser.nextToken() == JsonToken.VALUE_STRING) {
          if (names.contains(name)) {
            texts.put(name, parser.getText());
          }
        } else {
          parser.skipChildren();
        }
      }
    } catch (IOException notJson) {
      // What was found before is returned.
    }
    return texts;
  }
}
