package io.cardflow.inbox;

import io.cardflow.store.Progress;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A partition's offsets in Kafka.
 *
 * @param committed the group's offset; null if it has none
 * @param begin the first offset that the topic still has
 * @param end the offset after the last record
 * @param topicId Kafka's id of the topic
 */
record GroupPosition(Long committed, long begin, long end, UUID topicId) {

  /**
   * The offset to start from if the partition was never owned; null if records were consumed
   * before.
   */
  Long start() {
    if (committed == null) {
      return begin;
    }
    return committed == 0 ? Long.valueOf(0) : null;
  }

  /**
   * Why it is unsafe to continue, since records would be skipped or published twice; null if it is
   * safe.
   *
   * @param progress the partition's progress in PostgreSQL; null if there is none
   */
  Halt contradiction(Progress progress) {
    HaltReason reason = progress == null ? HaltReason.NO_PROGRESS : reason(progress);
    return reason == null ? null : reason.with(values(progress));
  }

  private HaltReason reason(Progress progress) {
    if (progress.topicId() != null && !progress.topicId().equals(topicId)) {
      return HaltReason.TOPIC_RECREATED;
    }
    long next = progress.next();
    if (next > end || (committed != null && committed > end)) {
      return HaltReason.TOPIC_ENDS_EARLIER;
    }
    if (committed == null) {
      return next == progress.published() && next <= begin ? null : HaltReason.NO_OFFSET;
    }
    if (next < committed) {
      return HaltReason.LOST_COMMITS;
    }
    if (committed < progress.published()) {
      return HaltReason.OFFSET_SET_BACK;
    }
    return committed < begin ? HaltReason.RECORDS_REMOVED : null;
  }

  private Map<String, Object> values(Progress progress) {
    Map<String, Object> values = new HashMap<>();
    values.put("committed", committed);
    values.put("begin", begin);
    values.put("end", end);
    if (progress != null) {
      values.put("next", progress.next());
      values.put("published", progress.published());
    }
    return values;
  }
}
