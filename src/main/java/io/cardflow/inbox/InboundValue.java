package io.cardflow.inbox;

/**
 * The value of an inbound record, as far as it is kept in memory.
 *
 * @param bytes the value; null if it is larger than a message may be, or was not read
 * @param size how many bytes the value has
 */
record InboundValue(byte[] bytes, int size) {

  /** Stands for a value that did not fit any more: its record is polled again later. */
  static final InboundValue UNREAD = new InboundValue(null, 0);
}
