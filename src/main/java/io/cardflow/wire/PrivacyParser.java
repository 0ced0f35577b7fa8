package io.cardflow.wire;

import static io.cardflow.wire.Malformation.invalid;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.cardflow.domain.ErasureRequest;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Parses records on the topic of erasure requests: CloudEvents 1.0 in binary and structured mode,
 * keyed by the id of the request. Thread-safe.
 */
public final class PrivacyParser {

  private static final Pattern REQUEST_ID = Pattern.compile("[!-~]{1,128}");

  private PrivacyParser() {}

  /** The result of parsing a record. */
  public sealed interface Parsed {

    /** A request. */
    record Request(ErasureRequest request) implements Parsed {}

    /** An event of a type that does not belong on the topic. */
    record UnknownType(String requestId, String messageId) implements Parsed {}

    /**
     * A record for the dead-letter topic.
     *
     * @param cause one line for an operator: field names, limits and positions, never content
     */
    record Malformed(DeadLetterReason reason, String cause) implements Parsed {}
  }

  /**
   * Parses one record. No content of a record makes it throw.
   *
   * @param key null if the record has none
   * @param headers as received
   * @param value null if the record has none
   */
  public static Parsed parse(byte[] key, List<Header> headers, byte[] value) {
    try {
      return parsed(key, headers, value);
    } catch (Malformation e) {
      ParseResult.Malformed malformed = e.asResult();
      return new Parsed.Malformed(malformed.reason(), malformed.cause());
    }
  }

  private static Parsed parsed(byte[] key, List<Header> headers, byte[] value) throws Malformation {
    RecordLimits.check(key, headers, value == null ? 0 : value.length);
    ReceivedEvent event = MessageParser.event(headers, value);
    Attributes attributes = event.attributes();
    attributes.requireCloudEvent();
    String messageId = attributes.get(Attribute.ID);
    String id = requestId(key, attributes.get(Attribute.SUBJECT));
    PrivacyType type = PrivacyType.of(attributes.get(Attribute.TYPE));
    if (type == null) {
      return new Parsed.UnknownType(id, messageId);
    }
    Fields data = Fields.of(event.data().read());
    String subject = data.text(type.subject, type.maxLength);
    if (type == PrivacyType.ERASE_DELIVERY && !CardId.isValid(subject)) {
      throw invalid("data.cardId is not a card id");
    }
    String reason = data.text("reason", RecordLimits.MAX_VALUE);
    return new Parsed.Request(new ErasureRequest(id, messageId, type.kind, subject, reason));
  }

  private static String requestId(byte[] key, String subject) throws Malformation {
    if (key == null) {
      throw new Malformation(DeadLetterReason.KEY_MISMATCH, "the record has no key");
    }
    // Bytes beyond ASCII become characters that the pattern rejects.
    String id = new String(key, ISO_8859_1);
    if (!REQUEST_ID.matcher(id).matches()) {
      throw invalid("the key is not a request id of 1 to 128 visible ASCII characters");
    }
    if (subject != null && !subject.equals(id)) {
      throw new Malformation(DeadLetterReason.KEY_MISMATCH, "the record's key is not the subject");
    }
    return id;
  }
}
