package io.cardflow.inbox;

/**
 * The value of an inbound record, if it is kept in memory.
 *
 * @param bytes the value; null if it is larger than a message may be, or was not read
 * @param size the size of the value in bytes
 */
record InboundValue(byte[] bytes, int size) {

  /** Placeholder for a value that exceeded the budget: its record is polled again later. */
  static final InboundValue UNREAD = new InboundValue(null, 0);
}
