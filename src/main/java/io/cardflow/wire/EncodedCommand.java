package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.Message;
import java.time.Instant;
import java.util.List;

/**
 * A command to publish, or why it is not one.
 *
 * @param message null if it is not valid
 * @param fault one line: field names, limits and positions, never content; null if it is valid
 */
public record EncodedCommand(InternalMessage message, String fault) {

  static EncodedCommand invalid(String fault) {
    return new EncodedCommand(null, fault);
  }

  /**
   * Checks a record as the inbox would.
   *
   * @param key the card id
   * @param time the record's timestamp
   */
  static EncodedCommand of(String key, Instant time, List<Header> headers, byte[] value) {
    ParseResult parsed =
        new MessageParser()
            .decode(
                InboundTopic.COMMANDS, key.getBytes(UTF_8), headers, value, time.toEpochMilli());
    if (parsed instanceof ParseResult.Malformed malformed) {
      return invalid(malformed.cause());
    }
    Message decoded = ((ParseResult.Parsed) parsed).message();
    InboundType type = InboundType.of(InboundTopic.COMMANDS, decoded.type());
    return type == null || !type.isCommand()
        ? invalid("the type is not that of a command")
        : new EncodedCommand(
            new InternalMessage(decoded.id(), InboundTopic.COMMANDS, key, time, headers, value),
            null);
  }
}
