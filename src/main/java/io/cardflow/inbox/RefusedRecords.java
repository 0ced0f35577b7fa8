package io.cardflow.inbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Records that a topic rejects but may accept in another form: a dead letter that is too large, or
 * has no key on a compacted topic, and any record whose timestamp is out of range.
 */
final class RefusedRecords {

  /** After this many attempts all large dead letters take their last form. */
  private static final int PATIENCE = 6;

  /** Smaller than any record that a working broker would reject. */
  private static final int SMALL = 4 * 1024;

  private final KafkaClients clients;
  private final Sending sending;
  private final KafkaException follower;

  /**
   * @param sending the aborted transaction
   * @param follower the failure it ended with
   */
  RefusedRecords(KafkaClients clients, Sending sending, KafkaException follower) {
    this.clients = clients;
    this.sending = sending;
    this.follower = follower;
  }

  /** Whether a topic rejected a record because of the record itself. */
  static boolean isOne(Sending sending, KafkaException follower) {
    return sending.failed().stream().anyMatch(each -> isOne(each.why())) || isOne(follower);
  }

  private static boolean isOne(Throwable failed) {
    return is(RecordTooLargeException.class, failed)
        || is(InvalidTimestampException.class, failed)
        || is(InvalidRecordException.class, failed);
  }

  /**
   * The records, with the rejected ones in another form.
   *
   * @param attempt the number of attempts so far, from 1
   * @throws OutputTooLarge if one has no other form because it must be published unchanged
   * @throws KafkaException if none of them has another form
   */
  @SuppressWarnings("ReferenceEquality") // The same object means that nothing was changed.
  List<OutboundRecord> inOtherForm(int attempt) {
    Map<String, Integer> tooLarge = new HashMap<>();
    Set<String> untimely = new HashSet<>();
    Set<String> keyless = new HashSet<>();
    boolean timestamps =
        is(InvalidTimestampException.class, follower)
            || sending.failed().stream()
                .anyMatch(each -> is(InvalidTimestampException.class, each.why()));
    for (Sending.Failed each : sending.failed()) {
      OutboundRecord record = each.record();
      if (is(RecordTooLargeException.class, each.why())) {
        requireSmaller(record, each.why());
        tooLarge.merge(record.topic(), record.bytes(), Math::max);
      } else if (isOne(each.why())) {
        (timestamps ? untimely : keyless).add(record.topic());
      }
    }
    tooLarge.replaceAll(this::least);
    List<OutboundRecord> mended = new ArrayList<>(sending.records().size());
    boolean changed = false;
    for (OutboundRecord each : sending.records()) {
      OutboundRecord other = untimely.contains(each.topic()) ? each.withOtherTimestamp() : each;
      if (each.letter() != null) {
        other = letter(other, tooLarge.get(each.topic()), attempt);
        other = keyless.contains(each.topic()) && other.key() == null ? other.keyed() : other;
      }
      changed |= other != each;
      mended.add(other);
    }
    if (!changed) {
      throw sending.cause(follower);
    }
    return mended;
  }

  /**
   * The size from which the topic rejects dead letters. A small one may fail only because it was in
   * a batch with a large one, so the largest failed one counts if the topic's limit is unknown.
   */
  private int least(String topic, int largest) {
    Integer limit = TopicSettings.limit(clients, topic);
    return limit == null || limit >= largest ? largest : limit + 1;
  }

  private static OutboundRecord letter(OutboundRecord letter, Integer least, int attempt) {
    if (least == null) {
      return letter;
    }
    if (attempt >= PATIENCE && letter.bytes() > SMALL) {
      return letter.last();
    }
    return letter.bytes() >= least ? letter.smaller() : letter;
  }

  @SuppressWarnings("ReferenceEquality") // The same object means that there is none.
  private void requireSmaller(OutboundRecord record, Exception why) {
    if (record.letter() == null || record.smaller() == record) {
      throw new OutputTooLarge(
          record.topic(),
          record.from(),
          TopicSettings.limit(clients, record.topic()),
          record.bytes(),
          why);
    }
  }

  private static boolean is(Class<? extends Throwable> kind, Throwable failed) {
    for (Throwable each = failed; each != null; each = each.getCause()) {
      if (kind.isInstance(each)) {
        return true;
      }
    }
    return false;
  }
}
