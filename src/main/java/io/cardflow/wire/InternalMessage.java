package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.MessageId;
import java.time.Instant;
import java.util.List;

/**
 * A message that the worker sends to its own inbound topics: a CloudEvent in binary mode. The bytes
 * are shared, not copied; do not modify them.
 *
 * @param id the message id
 * @param key the card id
 * @param time the sending time by the database's clock; also the record's timestamp
 * @param headers in sending order
 * @param value JSON in UTF-8
 */
public record InternalMessage(
    MessageId id,
    InboundTopic topic,
    String key,
    Instant time,
    List<Header> headers,
    byte[] value) {

  static InternalMessage event(
      String source, String id, InboundType type, String cardId, Instant time, byte[] data) {
    return new InternalMessage(
        new MessageId(source, id),
        type.topic,
        cardId,
        time,
        List.of(
            header("ce_specversion", "1.0"),
            header("ce_id", id),
            header("ce_source", source),
            header("ce_type", type.wireName),
            header("ce_subject", cardId),
            header("ce_time", Rfc3339.print(time)),
            header("content-type", "application/json")),
        data);
  }

  private static Header header(String name, String value) {
    return new Header(name, value.getBytes(UTF_8));
  }
}
