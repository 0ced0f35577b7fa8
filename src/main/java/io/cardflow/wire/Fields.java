package io.cardflow.wire;

import static io.cardflow.wire.Malformation.invalid;

import io.cardflow.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the fields of one JSON object by name and type. Unknown fields are ignored. An optional
 * field may be null or, if it is a text, empty: both mean that it is absent. Lengths are in
 * characters, counted as code points.
 *
 * <p>Every method throws a {@link Malformation} with INVALID_DATA if the field is not valid.
 */
final class Fields {

  /** Reads one item of an array. */
  interface Item<T> {
    T read(Fields fields) throws Malformation;
  }

  private final String path;
  private final SortedMap<String, Json> members;

  private Fields(String path, SortedMap<String, Json> members) {
    this.path = path;
    this.members = members;
  }

  /** Returns the fields of a message's data. */
  static Fields of(Json data) throws Malformation {
    if (data instanceof Json.ObjectValue object) {
      return new Fields("", object.members());
    }
    throw invalid("the data is not a JSON object");
  }

  /** A text of 1 to {@code max} characters. */
  String text(String name, int max) throws Malformation {
    String text = optionalText(name, max);
    if (text == null) {
      throw fault(name, "is missing");
    }
    return text;
  }

  /** A text of at most {@code max} characters, or null if absent. */
  String optionalText(String name, int max) throws Malformation {
    Json value = optional(name);
    if (value == null) {
      return null;
    }
    String text = kept(name, value, max);
    return text.isEmpty() ? null : text;
  }

  /** A point in time. */
  Instant time(String name) throws Malformation {
    Instant time = optionalTime(name);
    if (time == null) {
      throw fault(name, "is missing");
    }
    return time;
  }

  /** A point in time, or null if absent. */
  Instant optionalTime(String name) throws Malformation {
    Json value = optional(name);
    if (value == null) {
      return null;
    }
    Instant time = value instanceof Json.StringValue string ? Rfc3339.parse(string.text()) : null;
    if (time == null) {
      throw fault(name, "is not an RFC 3339 date-time");
    }
    return time;
  }

  /** A positive duration. */
  Duration duration(String name) throws Malformation {
    Duration duration =
        optional(name) instanceof Json.StringValue string ? Durations.parse(string.text()) : null;
    if (duration == null) {
      throw fault(name, "is not an ISO 8601 duration of days, hours, minutes and seconds");
    }
    return duration;
  }

  /** True, false, or null if absent. */
  Boolean optionalFlag(String name) throws Malformation {
    Json value = optional(name);
    if (value == null || value == Json.Literal.TRUE || value == Json.Literal.FALSE) {
      return value == null ? null : value == Json.Literal.TRUE;
    }
    throw fault(name, "is neither true nor false");
  }

  /** A whole number from 1 to {@link Integer#MAX_VALUE}, without fraction or exponent. */
  int positiveNumber(String name) throws Malformation {
    if (optional(name) instanceof Json.NumberValue number) {
      try {
        int value = Integer.parseInt(number.literal());
        if (value > 0) {
          return value;
        }
      } catch (NumberFormatException e) {
        // Too large or not whole: reported below.
      }
    }
    throw fault(name, "is not a whole number from 1 to " + Integer.MAX_VALUE);
  }

  /** An object. */
  Fields object(String name) throws Malformation {
    if (optional(name) instanceof Json.ObjectValue object) {
      return new Fields(path + name + ".", object.members());
    }
    throw fault(name, "is not an object");
  }

  /** An array of objects; empty if absent. */
  <T> List<T> optionalItems(String name, int max, Item<T> item) throws Malformation {
    Json value = optional(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof Json.ArrayValue array)) {
      throw fault(name, "is not an array");
    }
    if (array.items().size() > max) {
      throw fault(name, "has more than " + max + " items");
    }
    List<T> items = new ArrayList<>(array.items().size());
    for (Json element : array.items()) {
      String place = name + "[" + items.size() + "]";
      if (!(element instanceof Json.ObjectValue object)) {
        throw fault(place, "is not an object");
      }
      items.add(item.read(new Fields(path + place + ".", object.members())));
    }
    return Collections.unmodifiableList(items);
  }

  /** Texts by name, sorted by name; empty if absent. A text may be empty. */
  Map<String, String> optionalTexts(String name, int max, int maxName, int maxText)
      throws Malformation {
    Json value = optional(name);
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Json.ObjectValue object)) {
      throw fault(name, "is not an object");
    }
    if (object.members().size() > max) {
      throw fault(name, "has more than " + max + " entries");
    }
    SortedMap<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, Json> member : object.members().entrySet()) {
      // Names of entries come from outside, so the cause does not quote them.
      String place = name + "[" + texts.size() + "]";
      String key = kept(place + " (name)", new Json.StringValue(member.getKey()), maxName);
      if (key.isEmpty()) {
        throw fault(place + " (name)", "is empty");
      }
      texts.put(key, kept(place, member.getValue(), maxText));
    }
    return Collections.unmodifiableMap(texts);
  }

  private Json optional(String name) {
    Json value = members.get(name);
    return value == Json.Literal.NULL ? null : value;
  }

  private String kept(String name, Json value, int max) throws Malformation {
    if (!(value instanceof Json.StringValue string)) {
      throw fault(name, "is not a string");
    }
    if (Characters.exceeds(string.text(), max)) {
      throw fault(name, "is longer than " + max + " characters");
    }
    String fault = Characters.fault(string.text());
    if (fault != null) {
      throw fault(name, fault);
    }
    return string.text();
  }

  private Malformation fault(String name, String what) {
    return invalid("data." + path + name + " " + what);
  }
}
