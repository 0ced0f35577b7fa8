package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;

/**
 * A topic does not take a record that has to be published as it is: an event, a rejection, or a
 * record that is sent on to its home partition. Trying again does not help; its partition has to
 * wait until the topic takes larger records.
 */
final class OutputTooLarge extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String topic;
  private final transient InboundPartition partition;
  private final Integer limit;
  private final int needed;

  /**
   * @param partition where the record stands that led to it; null if none has yet
   * @param limit the topic's {@code max.message.bytes}; null if it is not known
   * @param needed bytes of a batch that holds the record alone
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
    return "%s takes records of at most %s bytes, and %d are needed: raise max.message.bytes of the topic"
        .formatted(topic, limit == null ? "fewer" : limit.toString(), needed);
  }
}
