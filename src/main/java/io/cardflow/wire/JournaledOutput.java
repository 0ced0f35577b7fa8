package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cardflow.domain.Message;
import io.cardflow.json.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The output of a message as stored in its journal row: an array of objects with {@code topic},
 * {@code source}, {@code id}, {@code type}, {@code time} and {@code data}. What the records copy
 * from the message itself is not stored; a replay reads it from the message. The column must
 * preserve the text as written.
 */
public final class JournaledOutput {

  private static final JsonFactory FACTORY = new JsonFactory();

  private JournaledOutput() {}

  /**
   * Returns the text to store: compact JSON, the records in order.
   *
   * @param outgoing encoded by an {@link Encoder} from the same message
   */
  public static String write(List<Outgoing> outgoing) {
    StringBuilder text = new StringBuilder(capacity(outgoing)).append('[');
    for (Outgoing record : outgoing) {
      OutgoingEnvelope envelope = record.envelope();
      text.append(text.length() == 1 ? "{" : ",{");
      field(text, "topic", envelope.topic().name());
      // Stored although it is a setting: a replay must not depend on settings.
      field(text, "source", envelope.source());
      field(text, "id", envelope.id());
      field(text, "type", envelope.type());
      field(text, "time", envelope.time());
      text.append("\"data\":").append(new String(record.value(), UTF_8)).append('}');
    }
    return text.append(']').toString();
  }

  private static int capacity(List<Outgoing> outgoing) {
    int capacity = 2;
    for (Outgoing record : outgoing) {
      capacity += 320 + record.value().length;
    }
    return capacity;
  }

  private static void field(StringBuilder text, String name, String value) {
    text.append('"').append(name).append("\":");
    JsonText.appendQuoted(text, value);
    text.append(',');
  }

  /** Returns the text to store of a dead letter: its cause. */
  public static String writeCause(String cause) {
    return JsonText.text(json -> json.writeString(cause));
  }

  /**
   * Restores the cause of a dead letter.
   *
   * @throws IllegalArgumentException if the text is not from {@link #writeCause}
   */
  public static String readCause(String json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      require(parser.nextToken() == JsonToken.VALUE_STRING);
      return parser.getText();
    } catch (IOException e) {
      throw new IllegalArgumentException("the journal row is not JSON");
    }
  }

  /**
   * Restores the records byte for byte.
   *
   * @param json a text from {@link #write}
   * @param cause the message that caused them
   * @throws IllegalArgumentException if the text is not from {@link #write}
   */
  public static List<Outgoing> read(String json, Message cause) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      require(parser.nextToken() == JsonToken.START_ARRAY);
      List<Outgoing> outgoing = new ArrayList<>(2);
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        OutgoingEnvelope envelope =
            new OutgoingEnvelope(
                OutboundTopic.valueOf(text(parser, "topic")),
                text(parser, "source"),
                text(parser, "id"),
                text(parser, "type"),
                text(parser, "time"));
        outgoing.add(envelope.around(data(parser, json), cause));
        require(parser.nextToken() == JsonToken.END_OBJECT);
      }
      require(parser.currentToken() == JsonToken.END_ARRAY && parser.nextToken() == null);
      return List.copyOf(outgoing);
    } catch (IOException e) {
      // The message of the exception would quote the row.
      throw new IllegalArgumentException("the journal row is not JSON");
    }
  }

  private static String text(JsonParser parser, String name) throws IOException {
    require(name.equals(parser.nextFieldName()));
    String text = parser.nextTextValue();
    require(text != null);
    return text;
  }

  /** Returns the data exactly as in the text, so that its formatting cannot change. */
  private static byte[] data(JsonParser parser, String json) throws IOException {
    require("data".equals(parser.nextFieldName()));
    require(parser.nextToken() == JsonToken.START_OBJECT);
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    int end = (int) parser.currentLocation().getCharOffset();
    return json.substring(start, end).getBytes(UTF_8);
  }

  private static void require(boolean expected) {
    if (!expected) {
      throw new IllegalArgumentException("the journal row does not contain published records");
    }
  }
}
