package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces a name by a pseudonym: as a whole text, or in a text where it stands as a whole word,
 * not next to a letter or digit of ASCII, so that {@code 42} is not found in {@code 1420}. In JSON
 * it is found with any of its characters escaped.
 */
public final class Pseudonym {

  /** A field with a string, in JSON without whitespace, one character for each byte. */
  private static final Pattern FIELD =
      Pattern.compile("\"([A-Za-z]+)\":\"((?:[^\"\\\\]|\\\\.)*+)\"", Pattern.DOTALL);

  private static final String BEFORE = "(?<![A-Za-z0-9])";

  /** In JSON a letter or digit in front may belong to an escape. */
  private static final String BEFORE_IN_JSON =
      "(?:" + BEFORE + "|(?<=\\\\[bfnrt])|(?<=\\\\u[0-9A-Fa-f]{4}))";

  private static final String AFTER = "(?![A-Za-z0-9])";

  private final String name;
  private final String pseudonym;
  private final Pattern word;
  private final Pattern wordInJson;
  private final Pattern wholeInJson;

  /**
   * @param pseudonym letters, digits and hyphens of ASCII
   */
  public Pseudonym(String name, String pseudonym) {
    this.name = name;
    this.pseudonym = pseudonym;
    this.word = Pattern.compile(BEFORE + Pattern.quote(name) + AFTER);
    this.wordInJson = Pattern.compile(BEFORE_IN_JSON + inJson(name) + AFTER);
    this.wholeInJson = Pattern.compile("\\A" + inJson(name) + "\\z");
  }

  /** Returns the pseudonym for the name, and any other text unchanged; null for null. */
  public String whole(String text) {
    return name.equals(text) ? pseudonym : text;
  }

  /** Returns the text with the name replaced wherever it is a word; null for null. */
  public String words(String text) {
    return text == null ? null : word.matcher(text).replaceAll(pseudonym);
  }

  /**
   * Replaces the name in fields of JSON without whitespace.
   *
   * @param whole the names of fields whose whole text may be the name, at any depth
   * @param words the names of fields in whose text the name may be a word
   * @return the same array if nothing is replaced
   */
  public byte[] fields(byte[] json, Set<String> whole, Set<String> words) {
    // One character for each byte, so that all other bytes are kept.
    String text = new String(json, ISO_8859_1);
    String after =
        FIELD
            .matcher(text)
            .replaceAll(
                field -> {
                  String content = field.group(2);
                  if (whole.contains(field.group(1))) {
                    content = wholeInJson.matcher(content).replaceAll(pseudonym);
                  } else if (words.contains(field.group(1))) {
                    content = wordInJson.matcher(content).replaceAll(pseudonym);
                  }
                  return Matcher.quoteReplacement("\"" + field.group(1) + "\":\"" + content + "\"");
                });
    return after.equals(text) ? json : after.getBytes(ISO_8859_1);
  }

  private static String inJson(String name) {
    StringBuilder pattern = new StringBuilder();
    name.codePoints().forEach(each -> character(pattern, each));
    return pattern.toString();
  }

  private static void character(StringBuilder pattern, int codePoint) {
    String character = Character.toString(codePoint);
    pattern
        .append("(?:")
        .append(Pattern.quote(new String(character.getBytes(UTF_8), ISO_8859_1)))
        .append(shortEscape(codePoint))
        .append('|');
    character
        .chars()
        .forEach(
            unit ->
                pattern
                    .append("\\\\u(?i:")
                    .append(String.format(Locale.ROOT, "%04x", unit))
                    .append(')'));
    pattern.append(')');
  }

  /** The alternative of the escape with one character; empty if there is none. */
  private static String shortEscape(int codePoint) {
    return switch (codePoint) {
      case '"' -> "|\\\\\"";
      case '\\' -> "|\\\\\\\\";
      case '/' -> "|\\\\/";
      case '\n' -> "|\\\\n";
      case '\r' -> "|\\\\r";
      case '\t' -> "|\\\\t";
      case '\b' -> "|\\\\b";
      case '\f' -> "|\\\\f";
      default -> "";
    };
  }
}
