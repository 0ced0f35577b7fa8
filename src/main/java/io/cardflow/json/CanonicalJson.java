package io.cardflow.json;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Writes the same text for equivalent JSON: members sorted by name (by UTF-16 unit, as in RFC
 * 8785), no whitespace, no unnecessary escapes. Numbers are kept as written. Members that are null
 * or empty (a text, an array, or an object without other members) are omitted at every depth, since
 * senders use them for what is not given.
 */
public final class CanonicalJson {

  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out;

  private CanonicalJson(StringBuilder out) {
    this.out = out;
  }

  /** Appends the canonical text of a value. */
  public static void append(Json json, StringBuilder out) {
    new CanonicalJson(out).value(json);
  }

  private void value(Json json) {
    if (json instanceof Json.StringValue string) {
      string(string.text());
    } else if (json instanceof Json.ObjectValue object) {
      object(object.members());
    } else if (json instanceof Json.ArrayValue array) {
      array(array.items());
    } else if (json instanceof Json.NumberValue number) {
      out.append(number.literal());
    } else if (json instanceof Json.Literal literal) {
      out.append(
          switch (literal) {
            case TRUE -> "true";
            case FALSE -> "false";
            case NULL -> "null";
          });
    }
  }

  private void object(SortedMap<String, Json> members) {
    out.append('{');
    boolean first = true;
    for (Map.Entry<String, Json> member : members.entrySet()) {
      if (isGiven(member.getValue())) {
        if (!first) {
          out.append(',');
        }
        first = false;
        string(member.getKey());
        out.append(':');
        value(member.getValue());
      }
    }
    out.append('}');
  }

  /** Parsed values are at most {@link StrictJson#MAX_DEPTH} deep. */
  private static boolean isGiven(Json json) {
    if (json instanceof Json.StringValue string) {
      return !string.text().isEmpty();
    }
    if (json instanceof Json.ArrayValue array) {
      return !array.items().isEmpty();
    }
    if (json instanceof Json.ObjectValue object) {
      return object.members().values().stream().anyMatch(CanonicalJson::isGiven);
    }
    return json != Json.Literal.NULL;
  }

  private void array(List<Json> items) {
    out.append('[');
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      value(items.get(i));
    }
    out.append(']');
  }

  private void string(String text) {
    out.append('"');
    int plain = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c)) {
        continue;
      }
      if (startsPair(text, i)) {
        i++;
        continue;
      }
      out.append(text, plain, i);
      escape(c);
      plain = i + 1;
    }
    out.append(text, plain, text.length()).append('"');
  }

  private static boolean startsPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }

  /** Unpaired surrogates are escaped too: they have no UTF-8 encoding and must stay distinct. */
  private void escape(char c) {
    out.append('\\');
    switch (c) {
      case '"', '\\' -> out.append(c);
      case '\b' -> out.append('b');
      case '\f' -> out.append('f');
      case '\n' -> out.append('n');
      case '\r' -> out.append('r');
      case '\t' -> out.append('t');
      default ->
          out.append('u')
              .append(HEX.charAt(c >> 12))
              .append(HEX.charAt(c >> 8 & 0xf))
              .append(HEX.charAt(c >> 4 & 0xf))
              .append(HEX.charAt(c & 0xf));
    }
  }
}
