package io.cardflow.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Parses JSON (RFC 8259) strictly: rejects everything that two parsers could read differently. */
public final class StrictJson {

  /** The maximum nesting depth of objects and arrays, including the outermost. */
  public static final int MAX_DEPTH = 32;

  /** The maximum length of a number, in characters. */
  private static final int MAX_NUMBER = 100;

  /** The maximum length of a name or text, in characters: the size of the largest record. */
  public static final int MAX_TEXT = 64 * 1024;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // UTF-8 only: no byte-order mark, no detection of UTF-16.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          // Field names come from outside: they must not fill the JVM's table of interned strings,
          // and hash collisions must not fail a record.
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
   * Parses one JSON text.
   *
   * @param maxDepth the maximum nesting depth of objects and arrays, including the outermost
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
      // Its message quotes the text, its location does not.
      throw fault("invalid JSON", e.getLocation());
    } catch (IOException e) {
      throw fault("invalid JSON", null);
    }
  }

  /**
   * Splits an array into the texts of its items, byte for byte.
   *
   * @param array a JSON array that {@link #read} has accepted
   */
  public static List<byte[]> items(byte[] array) {
    List<byte[]> items = new ArrayList<>();
    try (JsonParser parser = FACTORY.createParser(array)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        int from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        // Reads a text to its end.
        parser.skipChildren();
        parser.finishToken();
        int to = Math.toIntExact(parser.currentLocation().getByteOffset());
        items.add(Arrays.copyOfRange(array, from, to));
      }
      return items;
    } catch (IOException e) {
      throw new UncheckedIOException("not an accepted array", e);
    }
  }

  private Json value(int depth) throws IOException, JsonFault {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw fault("invalid JSON", parser.currentLocation());
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
          throw fault("invalid JSON", parser.currentLocation());
    };
  }

  private Json object(int depth) throws IOException, JsonFault {
    SortedMap<String, Json> members = new TreeMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      if (members.put(name, value(depth)) != null) {
        throw fault("a field occurs twice in one object", parser.currentLocation());
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
      throw fault("JSON is nested too deeply", parser.currentLocation());
    }
    return depth - 1;
  }

  private static JsonFault fault(String what, JsonLocation location) {
    String where = location == null ? "" : " at byte " + location.getByteOffset();
    return new JsonFault(what + where);
  }
}
