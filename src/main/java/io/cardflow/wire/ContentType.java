package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Locale;

/** The kinds of content types that matter here, parameters included. */
enum ContentType {
  /** JSON in UTF-8; also the default without a content type. */
  JSON,
  /** One CloudEvent in structured mode. */
  STRUCTURED_EVENT,
  /** CloudEvents in an unsupported form: a batch, another format, another charset. */
  OTHER_EVENT,
  /** Anything else. */
  OTHER;

  private static final byte[] USUAL = "application/json".getBytes(ISO_8859_1);
  private static final String EVENT = "application/cloudevents";

  /**
   * @param value null if absent
   */
  static ContentType of(byte[] value) {
    if (value == null || Arrays.equals(value, USUAL)) {
      return JSON;
    }
    return of(new String(value, ISO_8859_1));
  }

  /**
   * @param value null if absent
   */
  static ContentType of(String value) {
    if (value == null) {
      return JSON;
    }
    String[] parts = value.toLowerCase(Locale.ROOT).split(";", -1);
    String media = parts[0].strip();
    boolean utf8 = isUtf8(parts);
    if (media.startsWith(EVENT)) {
      return utf8 && media.equals(EVENT + "+json") ? STRUCTURED_EVENT : OTHER_EVENT;
    }
    return utf8 && (media.endsWith("/json") || media.endsWith("+json")) ? JSON : OTHER;
  }

  private static boolean isUtf8(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.startsWith("charset=")
          && !parameter.equals("charset=utf-8")
          && !parameter.equals("charset=\"utf-8\"")) {
        return false;
      }
    }
    return true;
  }
}
