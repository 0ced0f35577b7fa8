package io.cardflow.wire;

import java.util.List;

/**
 * A record to publish: a CloudEvent in binary mode. The bytes are shared, not copied; do not modify
 * them.
 *
 * @param topic where to publish it
 * @param key the card id
 * @param headers in sending order
 * @param value JSON in UTF-8
 */
public record Outgoing(OutboundTopic topic, String key, List<Header> headers, byte[] value) {}
