package io.cardflow.wire;

import io.cardflow.domain.InboundTopic;
import java.util.List;

/**
 * A message of the worker to itself: a CloudEvent in binary mode. The bytes are shared, not copied:
 * nobody changes them.
 *
 * @param key the card id
 * @param headers in the order in which they are sent
 * @param value JSON in UTF-8
 */
public record OwnMessage(InboundTopic topic, String key, List<Header> headers, byte[] value) {}
