package io.cardflow.json;

import java.util.List;
import java.util.SortedMap;

/** A parsed JSON value, not yet bound to a type. */
public sealed interface Json {

  /** An object; its members are sorted by name. */
  record ObjectValue(SortedMap<String, Json> members) implements Json {}

  /** An array. */
  record ArrayValue(List<Json> items) implements Json {}

  /** A string with escapes resolved; it may contain characters that cannot be stored. */
  record StringValue(String text) implements Json {}

  /** A number as written; only parsed if a field needs it. */
  record NumberValue(String literal) implements Json {}

  /** One of the three literal names. */
  enum Literal implements Json {
    TRUE,
    FALSE,
    NULL
  }
}
