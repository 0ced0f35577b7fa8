package io.cardflow.inbox;

/**
 * How far one inbound partition is, and how far the group has consumed it.
 *
 * @param begin the offset of the first record that the topic still has
 * @param committed the group's offset, or {@link #NONE}
 * @param stable the last stable offset: up to here read-committed consumers can read
 * @param end the high watermark: up to here the topic has records, those of open transactions
 *     included
 */
record Offsets(long begin, long committed, long stable, long end) {

  /** The group has committed no offset. */
  static final long NONE = -1;

  /** The offset of the first record that the group has not consumed; records may be gone. */
  long unread() {
    return Math.max(begin, committed);
  }

  /** How many offsets are not consumed, transaction markers included; 0 or more. */
  long lag() {
    return Math.max(0, end - unread());
  }

  /** Whether an open transaction holds records back from read-committed consumers. */
  boolean isHeldBack() {
    return stable < end;
  }
}
