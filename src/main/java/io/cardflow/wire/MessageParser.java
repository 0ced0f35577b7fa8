package io.cardflow.wire;

import static io.cardflow.wire.Malformation.notACloudEvent;

import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.Message;
import io.cardflow.domain.MessageId;
import io.cardflow.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Parses records into messages: CloudEvents 1.0 in binary and structured mode, with JSON data.
 *
 * <p>The first failed check determines the reason. Order of the checks: size of value, key and
 * headers, envelope, subject, key, data. The data of a type that is not valid on the topic is not
 * parsed. Not thread-safe.
 */
public final class MessageParser {

  private static final String CONTENT_TYPE = "content-type";

  private final Fingerprint fingerprints = new Fingerprint();

  /** Most messages have the same source as the one before, so they share one string. */
  private String lastSource;

  /** Parses one record with its full value. */
  public ParseResult decode(
      InboundTopic topic, byte[] key, List<Header> headers, byte[] value, long timestampMillis) {
    return decode(topic, key, headers, value, value == null ? 0 : value.length, timestampMillis);
  }

  /**
   * Parses one record. No content of a record makes it throw: an exception is a bug in Cardflow.
   *
   * @param key null if the record has none
   * @param headers as received
   * @param value null if the record has none, or if it exceeds the limit and was not kept
   * @param valueBytes the size of the value, even if it was not kept
   * @param timestampMillis the record's timestamp, used if {@code time} is absent
   */
  public ParseResult decode(
      InboundTopic topic,
      byte[] key,
      List<Header> headers,
      byte[] value,
      int valueBytes,
      long timestampMillis) {
    try {
      return new ParseResult.Parsed(
          message(topic, key, headers, value, valueBytes, timestampMillis));
    } catch (Malformation e) {
      return e.asResult();
    }
  }

  private Message message(
      InboundTopic topic,
      byte[] key,
      List<Header> headers,
      byte[] value,
      int valueBytes,
      long timestampMillis)
      throws Malformation {
    RecordLimits.check(key, headers, valueBytes);
    ReceivedEvent event = event(headers, value);
    Attributes attributes = event.attributes();
    attributes.requireCloudEvent();
    String cardId = attributes.cardId();
    Instant time = attributes.time(timestampMillis);
    if (!CardId.isKey(key, cardId)) {
      throw new Malformation(
          DeadLetterReason.KEY_MISMATCH,
          key == null ? "the record has no key" : "the record's key is not the subject");
    }
    String typeName = attributes.get(Attribute.TYPE);
    InboundType type = InboundType.of(topic, typeName);
    Message.Body body;
    UUID fingerprint;
    if (type == null) {
      body = new Message.UnknownType();
      fingerprint = event.data().fingerprint(fingerprints, cardId, typeName);
    } else {
      Json data = event.data().read();
      body = type.body(data);
      fingerprint = fingerprints.of(cardId, typeName, data);
    }
    return new Message(
        new MessageId(shared(attributes.get(Attribute.SOURCE)), attributes.get(Attribute.ID)),
        cardId,
        type == null ? typeName : type.wireName,
        time,
        attributes.get(Attribute.AUTHID),
        attributes.get(Attribute.CORRELATIONID),
        attributes.get(Attribute.TRACEPARENT),
        fingerprint,
        body);
  }

  private String shared(String source) {
    if (!source.equals(lastSource)) {
      lastSource = source;
    }
    return lastSource;
  }

  /** Reads the envelope of a record in either mode. */
  static ReceivedEvent event(List<Header> headers, byte[] value) throws Malformation {
    ContentType declared = declared(headers);
    return switch (declared) {
      case JSON, OTHER -> BinaryMode.read(headers, declared, value);
      case STRUCTURED_EVENT -> StructuredMode.read(value);
      case OTHER_EVENT ->
          throw notACloudEvent("only single CloudEvents in JSON and UTF-8 are supported");
    };
  }

  private static ContentType declared(List<Header> headers) throws Malformation {
    byte[] declared = null;
    for (Header header : headers) {
      if (header.value() != null && header.name().equalsIgnoreCase(CONTENT_TYPE)) {
        if (declared != null) {
          throw notACloudEvent("the header content-type occurs twice");
        }
        declared = header.value();
      }
    }
    return ContentType.of(declared);
  }
}
