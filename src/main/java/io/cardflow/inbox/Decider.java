package io.cardflow.inbox;

import io.cardflow.domain.Card;
import io.cardflow.domain.Command.AssignCard;
import io.cardflow.domain.Command.RequestCard;
import io.cardflow.domain.Decision;
import io.cardflow.domain.Event;
import io.cardflow.domain.Fold;
import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.Message;
import io.cardflow.domain.MessageId;
import io.cardflow.domain.Outcome;
import io.cardflow.domain.Policy;
import io.cardflow.domain.Position;
import io.cardflow.domain.RejectionCode;
import io.cardflow.store.Changes;
import io.cardflow.store.JournalRow;
import io.cardflow.store.Lookup;
import io.cardflow.store.Progress;
import io.cardflow.wire.DeadLetterReason;
import io.cardflow.wire.Encoder;
import io.cardflow.wire.Outgoing;
import io.cardflow.wire.Published;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Turns a batch and what is known into what is stored and sent; it touches neither. */
final class Decider {

  private final TopicNames topics;
  private final Encoder encoder;
  private final Policy policy;

  Decider(TopicNames topics, Encoder encoder, Policy policy) {
    this.topics = topics;
    this.encoder = encoder;
    this.policy = policy;
  }

  /**
   * What must be read to decide the batch, beside what is remembered. The progress of both topics'
   * partitions is, since a card changes by either.
   *
   * @param names whether the names of messages are read that are not remembered
   */
  Lookup lookup(Batch batch, Set<InboundPartition> owned, Fold.Known remembered, boolean names) {
    SortedSet<InboundPartition> partitions = new TreeSet<>(batch.ends().keySet());
    for (InboundPartition each : batch.ends().keySet()) {
      for (InboundTopic topic : InboundTopic.values()) {
        InboundPartition partner = new InboundPartition(topic, each.number());
        if (owned.contains(partner)) {
          partitions.add(partner);
        }
      }
    }
    Set<String> cards = new HashSet<>();
    Set<String> waiting = new HashSet<>();
    Set<MessageId> messages = new HashSet<>();
    Set<String> holders = new HashSet<>();
    for (Message message : batch.messages()) {
      Card card = remembered.cards().get(message.cardId());
      if (card == null) {
        cards.add(message.cardId());
      }
      if (card == null || card.state().awaitsOrder()) {
        waiting.add(message.cardId());
      }
      if (names && !remembered.seen().containsKey(message.id())) {
        messages.add(message.id());
      }
      if (policy.oneCardPerHolder() && message.body() instanceof AssignCard assign) {
        holders.add(assign.holderId());
      }
    }
    return new Lookup(partitions, cards, waiting, messages, holders);
  }

  /** What must be known of a batch of which nothing is decided; its messages may be the trouble. */
  Lookup progressAlone(Batch batch) {
    return new Lookup(new TreeSet<>(batch.ends().keySet()), Set.of(), Set.of(), Set.of(), Set.of());
  }

  /**
   * @param known of the cards and messages of the batch
   * @param owned the progress of each partition before the batch
   * @param now when the batch is decided
   */
  Decided decide(
      Batch batch, Fold.Known known, Map<InboundPartition, Progress> owned, Instant now) {
    Fold fold = new Fold(policy, now, known);
    Publication publication = new Publication(topics);
    Published written = new Published();
    List<JournalRow> journal = new ArrayList<>(batch.records().size());
    List<Decision> decisions = new ArrayList<>(batch.records().size());
    Map<String, RequestCard> requests = new HashMap<>();
    for (Received each : batch.records()) {
      if (each instanceof Received.Broken broken) {
        publication.deadLetter(broken, broken.why().reason(), broken.why().cause());
      } else if (each instanceof Received.Astray astray) {
        publication.forward(astray);
      } else if (each instanceof Received.Understood understood) {
        Message message = understood.message();
        Decision decision = fold.apply(message);
        decisions.add(decision);
        if (decision instanceof Decision.Applied && message.body() instanceof RequestCard request) {
          requests.put(message.cardId(), request);
        }
        record(understood, decision, fold.now(), publication, written, journal);
      }
    }
    Changes changes =
        new Changes(
            known.cards(), fold.changed(), requests, policy, journal, advanced(batch, owned));
    return new Decided(changes, publication, decisions);
  }

  /** A batch of one record that PostgreSQL does not take: it becomes a dead letter. */
  Decided giveUp(
      Received.Understood refused,
      Batch batch,
      Map<InboundPartition, Progress> owned,
      String sqlState,
      Instant now) {
    Message message = refused.message();
    Publication publication = new Publication(topics);
    publication.deadLetter(refused, DeadLetterReason.INTERNAL_ERROR, Positions.refusal(sqlState));
    JournalRow row =
        new JournalRow(
            JournalRow.under(Positions.refused(topics, refused.position())),
            message.fingerprint(),
            refused.position(),
            now,
            "",
            Outcome.DEAD_LETTERED,
            null,
            '"' + sqlState + '"');
    Changes changes =
        new Changes(Map.of(), List.of(), Map.of(), policy, List.of(row), advanced(batch, owned));
    return new Decided(changes, publication, List.of());
  }

  private void record(
      Received.Understood understood,
      Decision decision,
      Instant now,
      Publication publication,
      Published written,
      List<JournalRow> journal) {
    Message message = understood.message();
    Position position = understood.position();
    if (decision instanceof Decision.Applied applied) {
      List<Outgoing> events = new ArrayList<>(applied.events().size());
      for (Event event : applied.events()) {
        events.add(encoder.event(event, message));
      }
      publication.send(events);
      publication.end(understood, Outcome.APPLIED);
      journal.add(
          row(
              message.id(),
              understood,
              now,
              Outcome.APPLIED,
              applied.card().version(),
              written.write(events)));
    } else if (decision instanceof Decision.Rejected stale && isOwnStaleTimer(stale, message)) {
      publication.end(understood, Outcome.STALE);
      journal.add(row(message.id(), understood, now, Outcome.STALE, null, null));
    } else if (decision instanceof Decision.Rejected rejected) {
      boolean reused = rejected.code() == RejectionCode.ID_REUSED;
      Outgoing rejection =
          reused
              ? encoder.reuse(
                  message,
                  rejected,
                  now,
                  topics.name(position.partition().topic()),
                  position.partition().number(),
                  position.offset())
              : encoder.rejection(message, rejected, now);
      MessageId key = reused ? JournalRow.under(Positions.reused(topics, position)) : message.id();
      publication.send(List.of(rejection));
      publication.end(understood, Outcome.REJECTED);
      journal.add(
          row(key, understood, now, Outcome.REJECTED, null, written.write(List.of(rejection))));
    } else if (decision instanceof Decision.Stale) {
      publication.end(understood, Outcome.STALE);
      journal.add(row(message.id(), understood, now, Outcome.STALE, null, null));
    } else {
      publication.end(understood, Outcome.DUPLICATE);
    }
  }

  /** A timer of the worker's own that comes too late is nobody's request. */
  private boolean isOwnStaleTimer(Decision.Rejected rejected, Message message) {
    return rejected.code() == RejectionCode.STALE_TIMER && encoder.isOwn(message.id());
  }

  private static JournalRow row(
      MessageId key,
      Received.Understood understood,
      Instant now,
      Outcome outcome,
      Integer version,
      String output) {
    Message message = understood.message();
    return new JournalRow(
        key,
        message.fingerprint(),
        understood.position(),
        now,
        message.cardId(),
        outcome,
        version,
        output);
  }

  private static Map<InboundPartition, Progress> advanced(
      Batch batch, Map<InboundPartition, Progress> owned) {
    Map<InboundPartition, Progress> advanced = new TreeMap<>();
    batch
        .ends()
        .forEach(
            (partition, end) -> {
              Progress before = owned.get(partition);
              advanced.put(
                  partition, new Progress(end.offset(), before.published(), before.epoch()));
            });
    return advanced;
  }
}
