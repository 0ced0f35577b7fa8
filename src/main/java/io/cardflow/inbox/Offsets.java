package io.cardflow.inbox;

/**
 * The offsets of an inbound partition, the group's included.
 *
 * @param begin the first offset that the topic still has
 * @param committed the group's offset, or {@link #NONE}
 * @param stable the last stable offset, up to which read-committed consumers can read
 * @param end the high watermark, up to which the topic has records, including those of open
 *     transactions
 */
record Offsets(long begin, long committed, long stable, long end) {

  /** The group has no committed offset. */
  static final long NONE = -1;

  /** The first offset that the group has not consumed; its record may be deleted. */
  long unread() {
    return Math.max(begin, committed);
  }

  /** The number of unconsumed offsets, including transaction markers; 0 or more. */
  long lag() {
    return Math.max(0, end - unread());
  }

  /** Whether an open transaction blocks read-committed consumers. */
  boolean isHeldBack() {
    return stable < end;
  }
}
