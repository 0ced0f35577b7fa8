package io.cardflow.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads JSON (RFC 8259) without any leniency: what two readers could read differently is no JSON.
 */
public final class StrictJson {

  /** Objects and arrays inside each other, the outermost included. */
  public static final int MAX_DEPTH = 32;

  /** Characters of one number. */
  private static final int MAX_NUMBER = 100;

  /** Characters of one name or text: as many as the largest record has bytes. */
  private static final int MAX_TEXT = 64 * 1024;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // UTF-8 and nothing else: no byte-order mark, no guess at UTF-16.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          // Names come from outside: they must not fill the JVM's table of interned strings, nor
          // fail a record by how they hash.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(MAX_NUMBER)
                  .maxNameLength(MAX_TEXT)
                  .maxStringLength(MAX_TEXT)
                  .build())
          .build();

  private final JsonParser parser;

  private StrictJson(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads one JSON text.
   *
   * @param maxDepth objects and arrays inside each other, the outermost included
   * @throws JsonFault with the position of the first fault
   */
  public static Json read(byte[] bytes, int maxDepth) throws JsonFault {
    int first = Utf8.firstFault(bytes);
    if (first >= 0) {
      throw new JsonFault("not UTF-8 at byte " + first);
    }
    try (JsonParser parser = FACTORY.createParser(bytes)) {
      parser.nextToken();
      Json json = new StrictJson(parser).value(maxDepth);
      if (parser.nextToken() != null) {
        throw fault("more than one JSON value", parser.currentLocation());
      }
      return json;
    } catch (StreamConstraintsException e) {
      throw fault("a JSON number is longer than " + MAX_NUMBER, e.getLocation());
    } catch (JsonProcessingException e) {
      // Its message quotes the text; its location does not.
      throw fault("no JSON", e.getLocation());
    } catch (IOException e) {
      throw fault("no JSON", null);
    }
  }

  private Json value(int depth) throws IOException, JsonFault {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw fault("no JSON", parser.currentLocation());
    }
    return switch (token) {
      case START_OBJECT -> object(deeper(depth));
      case START_ARRAY -> array(deeper(depth));
      case VALUE_STRING -> new Json.StringValue(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.NumberValue(parser.getText());
      case VALUE_TRUE -> Json.Literal.TRUE;
      case VALUE_FALSE -> Json.Literal.FALSE;
      case VALUE_NULL -> Json.Literal.NULL;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw fault("no JSON", parser.currentLocation());
    };
  }

  private Json object(int depth) throws IOException, JsonFault {
    SortedMap<String, Json> members = new TreeMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      if (members.put(name, value(depth)) != null) {
        throw fault("a field stands twice in one object", parser.currentLocation());
      }
    }
    return new Json.ObjectValue(members);
  }

  private Json array(int depth) throws IOException, JsonFault {
    List<Json> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(depth));
    }
    return new Json.ArrayValue(items);
  }

  private int deeper(int depth) throws JsonFault {
    if (depth == 0) {
      throw fault("JSON nested too deep", parser.currentLocation());
    }
    return depth - 1;
  }

  private static JsonFault fault(String what, JsonLocation location) {
    String where = location == null ? "" : " at byte " + location.getByteOffset();
    return new JsonFault(what + where);
  }
}
