package io.cardflow.inbox;

import io.cardflow.store.Progress;

/**
 * How far Kafka is with a partition.
 *
 * @param committed the group's offset; null if it has none
 * @param begin the first offset that the topic still has
 * @param end the offset behind the last record
 */
record Standing(Long committed, long begin, long end) {

  /** Where to begin if the partition was never owned; null if something was consumed before. */
  Long start() {
    if (committed == null) {
      return begin;
    }
    return committed == 0 ? Long.valueOf(0) : null;
  }

  /**
   * What makes it unsafe to go on, and what to do about it; null if nothing does. Going on would
   * skip records, or publish some for a second time.
   */
  Halt contradiction(Progress progress) {
    if (progress == null) {
      return halt(
          HaltReason.NO_PROGRESS,
          "PostgreSQL has no progress, but the group has consumed up to offset "
              + committed
              + ": the database is new or was restored from before; restore a later one, or delete the"
              + " group's offset to decide everything again that the topic still has");
    }
    long next = progress.next();
    if (next > end || committed != null && committed > end) {
      return halt(
          HaltReason.TOPIC_ENDS_EARLIER,
          "the topic ends at offset "
              + end
              + ", but PostgreSQL has decided up to "
              + next
              + (committed == null ? "" : " and the group has consumed up to " + committed)
              + ": the topic was made anew or has lost its end; set the group's offset and progress to "
              + begin
              + " if it was made anew, to "
              + end
              + " if it has lost its end");
    }
    if (committed == null) {
      return next == progress.published() && next <= begin
          ? null
          : halt(
              HaltReason.NO_OFFSET,
              "the group has no offset, but PostgreSQL has decided up to "
                  + next
                  + ": set the group's offset to the first record whose events are missing, at least "
                  + progress.published()
                  + ", or to "
                  + next
                  + " if none is");
    }
    if (next < committed) {
      return halt(
          HaltReason.LOST_COMMITS,
          "PostgreSQL has decided up to offset "
              + next
              + ", but the group has consumed up to "
              + committed
              + ": the database has lost commits (a restored backup?); restore a later one, or "
              + (next < begin
                  ? "send the records before "
                      + begin
                      + " again and set the group's offset and progress to "
                      + begin
                  : "set the group's offset back to " + next));
    }
    if (committed < progress.published()) {
      return halt(
          HaltReason.OFFSET_SET_BACK,
          "the group's offset was set back to "
              + committed
              + ", but everything up to "
              + progress.published()
              + " is published: set it to "
              + progress.published()
              + ", or progress.published_offset to "
              + committed
              + " to have it published once more");
    }
    if (committed < begin) {
      return halt(
          HaltReason.RECORDS_REMOVED,
          "the topic begins at offset "
              + begin
              + ", but the group has consumed up to "
              + committed
              + ": records were removed before they were "
              + (next < begin
                  ? "read; send them again, then set the group's offset and progress to "
                  : "published, and the journal has what they led to; tell subscribers, then set the"
                      + " group's offset and progress.published_offset to ")
              + begin);
    }
    return null;
  }

  private static Halt halt(HaltReason reason, String detail) {
    return new Halt(reason, detail);
  }
}
