package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;

/**
 * A topic rejects a record that must be published unchanged: an event, a rejection, or a record
 * that is forwarded to its home partition. A retry does not help; the partition waits until the
 * topic accepts larger records.
 */
final class OutputTooLarge extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String topic;
  private final transient InboundPartition partition;
  private final Integer limit;
  private final int needed;

  /**
   * @param partition the position of the inbound record that produced it; null if there is none yet
   * @param limit the topic's {@code max.message.bytes}; null if unknown
   * @param needed the size in bytes of a batch with the record alone
   */
  OutputTooLarge(
      String topic, InboundPartition partition, Integer limit, int needed, Throwable cause) {
    super(message(topic, limit, needed), cause);
    this.topic = topic;
    this.partition = partition;
    this.limit = limit;
    this.needed = needed;
  }

  String topic() {
    return topic;
  }

  InboundPartition partition() {
    return partition;
  }

  Integer limit() {
    return limit;
  }

  int needed() {
    return needed;
  }

  private static String message(String topic, Integer limit, int needed) {
    return "%s accepts records of at most %s bytes, and %d are needed: raise max.message.bytes of the topic"
        .formatted(topic, limit == null ? "fewer" : limit.toString(), needed);
  }
}
