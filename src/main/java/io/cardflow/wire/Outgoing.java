package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * A record to publish: a CloudEvent in binary mode. The bytes are shared, not copied: nobody
 * changes them.
 *
 * @param key the card id
 * @param headers in the order in which they are sent
 * @param value JSON in UTF-8
 */
public record Outgoing(OutboundTopic topic, String key, List<Header> headers, byte[] value) {

  /** The text of a header that is known to be there. */
  String header(String name) {
    for (Header header : headers) {
      if (header.name().equals(name)) {
        return new String(header.value(), UTF_8);
      }
    }
    throw new IllegalArgumentException("no header " + name);
  }
}
