package io.cardflow.json;

import java.util.List;
import java.util.SortedMap;

/** A JSON value as it was read, before anybody knows what it should be. */
public sealed interface Json {

  /** An object; its members stand in the order of their names. */
  record ObjectValue(SortedMap<String, Json> members) implements Json {}

  /** An array. */
  record ArrayValue(List<Json> items) implements Json {}

  /** A string, with its escapes resolved; perhaps with characters that cannot be kept. */
  record StringValue(String text) implements Json {}

  /** A number as it was written: it is never computed with unless a field asks for it. */
  record NumberValue(String literal) implements Json {}

  /** One of the three literal names. */
  enum Literal implements Json {
    TRUE,
    FALSE,
    NULL
  }
}
