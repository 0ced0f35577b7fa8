package io.cardflow.wire;

import java.util.List;

/**
 * A record to publish: a CloudEvent in binary mode. The bytes are shared, not copied: nobody
 * changes them.
 *
 * @param envelope the part of the headers that is its own
 * @param key the card id
 * @param headers in the order in which they are sent
 * @param value JSON in UTF-8
 */
public record Outgoing(OutgoingEnvelope envelope, String key, List<Header> headers, byte[] value) {

  /** Where it is published. */
  public OutboundTopic topic() {
    return envelope.topic();
  }
}
