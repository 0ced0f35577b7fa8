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
 * Records that a topic refuses as they are, and that may go in another form: a dead letter that is
 * too large, or has no key on a compacted topic, and any record whose timestamp is out of range.
 */
final class RefusedRecords {

  /** After so many attempts all large dead letters go in their last form. */
  private static final int PATIENCE = 6;

  /** Smaller than what a broker that takes anything would refuse. */
  private static final int SMALL = 4 * 1024;

  private final KafkaClients clients;
  private final Sending sending;
  private final KafkaException follower;

  /**
   * @param sending whose transaction is aborted
   * @param follower what it ended with
   */
  RefusedRecords(KafkaClients clients, Sending sending, KafkaException follower) {
    this.clients = clients;
    this.sending = sending;
    this.follower = follower;
  }

  /** Whether a topic refused a record for what the record is. */
  static boolean isOne(Sending sending, KafkaException follower) {
    return sending.failed().stream().anyMatch(each -> isOne(each.why())) || isOne(follower);
  }

  private static boolean isOne(Throwable failed) {
    return is(RecordTooLargeException.class, failed)
        || is(InvalidTimestampException.class, failed)
        || is(InvalidRecordException.class, failed);
  }

  /**
   * The records with those that were refused in another form.
   *
   * @param attempt how often they were tried, from 1
   * @throws OutputTooLarge if one has none because it has to go as it is
   * @throws KafkaException if none of them has another form
   */
  List<OutboundRecord> mended(int attempt) {
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
   * How large the letters are that the topic refuses. A small letter may fail only because it was
   * in a batch with a large one, so that the largest of those that failed counts where the topic's
   * limit is not known.
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
