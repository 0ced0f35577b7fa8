package io.cardflow.inbox;

import io.cardflow.domain.Message;
import io.cardflow.domain.MessageId;
import io.cardflow.domain.Outcome;
import io.cardflow.domain.Position;
import io.cardflow.store.BatchStore;
import io.cardflow.store.JournalRow;
import io.cardflow.wire.DeadLetterReason;
import io.cardflow.wire.JournaledOutput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Restores the output of records that are decided but not known to be published. It is read from
 * the journal and sent again unchanged; nothing is decided twice.
 */
final class JournalReplay {

  /**
   * A record in doubt, and its place in the order of decisions. A record without a row, such as a
   * duplicate, follows directly after the previous one of its partition.
   *
   * @param row the record's own row in the journal; null if it has none
   */
  record Found(Received received, JournalRow row, long unit, int index)
      implements Comparable<Found> {

    @Override
    public int compareTo(Found other) {
      int byUnit = Long.compare(unit, other.unit);
      return byUnit == 0 ? Integer.compare(index, other.index) : byUnit;
    }
  }

  private final BatchStore store;
  private final TopicNames topics;

  JournalReplay(BatchStore store, TopicNames topics) {
    this.store = store;
    this.topics = topics;
  }

  /**
   * Finds the journal rows of records.
   *
   * @param inDoubt ordered by partition, then by offset
   * @throws JournalGap if the journal has no row for a record that needs one
   */
  List<Found> find(List<Received> inDoubt) {
    Map<MessageId, JournalRow> journal = Futures.await(store.recall(keys(inDoubt)));
    List<Found> found = new ArrayList<>(inDoubt.size());
    Found before = null;
    for (Received each : inDoubt) {
      if (before != null && !partition(before.received()).equals(partition(each))) {
        before = null;
      }
      JournalRow row = row(each, journal);
      if (row != null) {
        before = new Found(each, row, row.unit(), row.index());
      } else if (before != null) {
        before = new Found(each, null, before.unit(), before.index());
      } else {
        before = new Found(each, null, -1, -1);
      }
      found.add(before);
    }
    return found;
  }

  /** The output of records, in the given order. */
  OutboundBatch recall(List<Found> found) {
    OutboundBatch outbound = new OutboundBatch(topics);
    for (Found each : found) {
      if (each.row() != null) {
        resend(each, outbound);
      } else if (each.received() instanceof Received.Invalid invalid) {
        outbound.deadLetter(invalid, invalid.why().reason(), invalid.why().cause(), null);
      } else if (each.received() instanceof Received.Misrouted misrouted) {
        outbound.forward(misrouted, null);
      } else {
        outbound.end(each.received(), Outcome.DUPLICATE);
      }
    }
    return outbound;
  }

  private void resend(Found found, OutboundBatch outbound) {
    JournalRow row = found.row();
    if (row.outcome() == Outcome.DEAD_LETTERED) {
      String cause = JournaledOutput.readCause(row.output());
      outbound.deadLetter(
          found.received(), DeadLetterReason.INTERNAL_ERROR, cause, row.decidedAt());
      return;
    }
    if (row.output() != null) {
      outbound.send(
          found.received(),
          JournaledOutput.read(row.output(), message(found.received())),
          row.decidedAt());
    }
    outbound.end(found.received(), row.outcome());
  }

  /** The record's own row; null if it has none. */
  private JournalRow row(Received received, Map<MessageId, JournalRow> journal) {
    JournalRow row = own(received, journal);
    if (row != null
        || received instanceof Received.Invalid
        || received instanceof Received.Misrouted) {
      // A record that is misrouted now was in its home partition if the topics had fewer partitions
      // then.
      return row;
    }
    if (received instanceof Received.Valid valid) {
      JournalRow named = journal.get(valid.message().id());
      if (named != null && named.fingerprint().equals(valid.message().fingerprint())) {
        return null;
      }
    }
    throw new JournalGap(received.position());
  }

  /** The row written for the record at this position; null if there is none. */
  private JournalRow own(Received received, Map<MessageId, JournalRow> journal) {
    Position position = received.position();
    Message message = message(received);
    JournalRow named = message == null ? null : journal.get(message.id());
    if (named != null && named.position().equals(position)) {
      return named;
    }
    JournalRow refused = journal.get(JournalRow.under(Positions.refused(topics, position)));
    return refused != null
        ? refused
        : journal.get(JournalRow.under(Positions.reused(topics, position)));
  }

  private Set<MessageId> keys(List<Received> inDoubt) {
    Set<MessageId> keys = new HashSet<>();
    for (Received each : inDoubt) {
      Message message = message(each);
      if (message != null) {
        keys.add(message.id());
      }
      keys.add(JournalRow.under(Positions.refused(topics, each.position())));
      keys.add(JournalRow.under(Positions.reused(topics, each.position())));
    }
    return keys;
  }

  private static Object partition(Received received) {
    return received.position().partition();
  }

  private static Message message(Received received) {
    if (received instanceof Received.Valid valid) {
      return valid.message();
    }
    return received instanceof Received.Misrouted misrouted ? misrouted.message() : null;
  }
}
