package io.cardflow.wire;

import java.util.List;

/**
 * A record to publish: a CloudEvent in binary mode. The bytes are shared, not copied; do not modify
 * them.
 *
 * @param envelope the attributes that are not copied from the cause
 * @param key the card id
 * @param headers in sending order
 * @param value JSON in UTF-8
 */
public record Outgoing(OutgoingEnvelope envelope, String key, List<Header> headers, byte[] value) {

  /** Returns the topic to publish to. */
  public OutboundTopic topic() {
    return envelope.topic();
  }
}
