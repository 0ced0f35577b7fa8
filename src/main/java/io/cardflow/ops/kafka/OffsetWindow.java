package io.cardflow.ops.kafka;

/**
 * A range of offsets of a partition. Offsets in it may be without a record: those of transaction
 * markers, and of records that were compacted, aborted or removed.
 *
 * @param from the first offset
 * @param to the offset after the last; not smaller than {@code from}
 */
public record OffsetWindow(long from, long to) {

  /** Whether it has no offset. */
  public boolean isEmpty() {
    return from >= to;
  }

  /** Whether it has this offset. */
  public boolean has(long offset) {
    return offset >= from && offset < to;
  }
}
