package io.cardflow.inbox;

import io.cardflow.domain.Message;
import io.cardflow.domain.MessageId;
import io.cardflow.domain.Outcome;
import io.cardflow.domain.Position;
import io.cardflow.store.BatchStore;
import io.cardflow.store.JournalRow;
import io.cardflow.wire.DeadLetterReason;
import io.cardflow.wire.Published;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out what records led to that are decided but not known to be published: the very same is
 * sent again. Only the journal is asked; nothing is decided a second time.
 */
final class Recovery {

  private record Found(Received received, Message message, JournalRow row) {}

  private final BatchStore store;
  private final TopicNames topics;

  Recovery(BatchStore store, TopicNames topics) {
    this.store = store;
    this.topics = topics;
  }

  /**
   * What the records led to. A card's events come in the order of their versions, although its
   * records may come from both topics and so in another order than they were decided in.
   *
   * @throws JournalGap if the journal does not say what a record led to
   */
  Publication recall(List<Received> inDoubt) {
    Map<MessageId, JournalRow> journal = Waiting.on(store.recall(keys(inDoubt)));
    Publication publication = new Publication(topics);
    List<Found> found = new ArrayList<>();
    for (Received each : inDoubt) {
      if (each instanceof Received.Broken broken) {
        publication.deadLetter(broken, broken.why().reason(), broken.why().cause());
      } else if (each instanceof Received.Astray astray) {
        // It was at home here if the topics had fewer partitions then.
        JournalRow row = own(astray.position(), astray.message(), journal);
        if (row == null) {
          publication.forward(astray);
        } else {
          found.add(new Found(astray, astray.message(), row));
        }
      } else if (each instanceof Received.Understood understood) {
        JournalRow row = row(understood, journal);
        if (row == null) {
          publication.end(understood, Outcome.DUPLICATE);
        } else {
          found.add(new Found(understood, understood.message(), row));
        }
      }
    }
    found.sort(
        Comparator.comparing(
            each -> each.row().version(), Comparator.nullsFirst(Comparator.naturalOrder())));
    found.forEach(each -> resend(each, publication));
    return publication;
  }

  private void resend(Found found, Publication publication) {
    JournalRow row = found.row();
    if (row.outcome() == Outcome.DEAD_LETTERED) {
      String sqlState = row.output().replace("\"", "");
      publication.deadLetter(
          found.received(), DeadLetterReason.INTERNAL_ERROR, Positions.refusal(sqlState));
      return;
    }
    if (row.output() != null) {
      publication.send(Published.read(row.output(), found.message()));
    }
    publication.end(found.received(), row.outcome());
  }

  /** The row of this very record; null if the record only repeated another one. */
  private JournalRow row(Received.Understood received, Map<MessageId, JournalRow> journal) {
    Message message = received.message();
    JournalRow row = own(received.position(), message, journal);
    if (row != null) {
      return row;
    }
    JournalRow named = journal.get(message.id());
    if (named != null && named.fingerprint().equals(message.fingerprint())) {
      return null;
    }
    throw new JournalGap(received.position());
  }

  /** The row that was written for the record at this position; null if there is none. */
  private JournalRow own(Position position, Message message, Map<MessageId, JournalRow> journal) {
    JournalRow named = journal.get(message.id());
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
        keys.add(JournalRow.under(Positions.refused(topics, each.position())));
        keys.add(JournalRow.under(Positions.reused(topics, each.position())));
      }
    }
    return keys;
  }

  private static Message message(Received received) {
    if (received instanceof Received.Understood understood) {
      return understood.message();
    }
    return received instanceof Received.Astray astray ? astray.message() : null;
  }
}
