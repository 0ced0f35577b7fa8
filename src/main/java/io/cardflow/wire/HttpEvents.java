package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.json.Json;
import io.cardflow.json.JsonFault;
import io.cardflow.json.StrictJson;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads CloudEvents from HTTP requests (CloudEvents HTTP protocol binding 1.0.2, sections 3.1 to
 * 3.3) as the Kafka records that carry them.
 */
public final class HttpEvents {

  /** The maximum number of events in a batch. */
  public static final int MOST = 100;

  private static final String PREFIX = "ce-";
  private static final Header STRUCTURED =
      new Header("content-type", "application/cloudevents+json".getBytes(UTF_8));

  private HttpEvents() {}

  /**
   * Reads an event in binary mode.
   *
   * @param headers the request's headers; names are not case-sensitive
   * @param contentType the type of the body
   * @param time the record's timestamp
   */
  public static EncodedCommand binary(
      Iterable<Map.Entry<String, String>> headers, String contentType, byte[] body, Instant time) {
    List<Header> record = new ArrayList<>();
    String subject = "";
    for (Map.Entry<String, String> each : headers) {
      String name = each.getKey().toLowerCase(Locale.ROOT);
      if (name.startsWith(PREFIX)) {
        byte[] value = decoded(each.getValue());
        String attribute = name.substring(PREFIX.length());
        record.add(new Header("ce_" + attribute, value));
        subject = attribute.equals(Attribute.SUBJECT.wireName) ? new String(value, UTF_8) : subject;
      }
    }
    record.add(new Header("content-type", contentType.getBytes(UTF_8)));
    return EncodedCommand.of(subject, time, List.copyOf(record), body);
  }

  /**
   * Reads an event in structured mode.
   *
   * @param time the record's timestamp
   */
  public static EncodedCommand structured(byte[] body, Instant time) {
    try {
      return structured(StrictJson.read(body, StrictJson.MAX_DEPTH + 1), body, time);
    } catch (JsonFault fault) {
      return EncodedCommand.invalid(fault.getMessage());
    }
  }

  /**
   * Reads a batch of events in structured mode, in order.
   *
   * @param time the records' timestamp
   * @return one for each event, or a single invalid one if the body is not a batch
   */
  public static List<EncodedCommand> batch(byte[] body, Instant time) {
    try {
      if (!(StrictJson.read(body, StrictJson.MAX_DEPTH + 2) instanceof Json.ArrayValue batch)) {
        return List.of(EncodedCommand.invalid("a batch is a JSON array"));
      }
      if (batch.items().isEmpty() || batch.items().size() > MOST) {
        return List.of(EncodedCommand.invalid("a batch has 1 to " + MOST + " events"));
      }
      List<byte[]> texts = StrictJson.items(body);
      List<EncodedCommand> events = new ArrayList<>();
      for (int i = 0; i < texts.size(); i++) {
        events.add(structured(batch.items().get(i), texts.get(i), time));
      }
      return events;
    } catch (JsonFault fault) {
      return List.of(EncodedCommand.invalid(fault.getMessage()));
    }
  }

  private static EncodedCommand structured(Json event, byte[] bytes, Instant time) {
    String subject =
        event instanceof Json.ObjectValue object
                && object.members().get(Attribute.SUBJECT.wireName) instanceof Json.StringValue text
            ? text.text()
            : "";
    return EncodedCommand.of(subject, time, List.of(STRUCTURED), bytes);
  }

  /** Header values are percent-encoded, and may be in quotes with escapes. */
  private static byte[] decoded(String value) {
    String text = value;
    if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) {
      text = text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
    }
    byte[] bytes = text.getBytes(ISO_8859_1);
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int octet = bytes[i] == '%' ? octet(bytes, i + 1) : -1;
      out.write(octet < 0 ? bytes[i] : octet);
      i += octet < 0 ? 0 : 2;
    }
    return out.toByteArray();
  }

  /** The octet of two hexadecimal digits; -1 if there are none. */
  private static int octet(byte[] bytes, int at) {
    if (at + 1 >= bytes.length) {
      return -1;
    }
    int high = Character.digit(bytes[at], 16);
    int low = Character.digit(bytes[at + 1], 16);
    return high < 0 || low < 0 ? -1 : 16 * high + low;
  }
}
