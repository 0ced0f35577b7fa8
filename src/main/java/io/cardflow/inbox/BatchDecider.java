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
import io.cardflow.store.Advance;
import io.cardflow.store.BatchTooLarge;
import io.cardflow.store.Changes;
import io.cardflow.store.JournalRow;
import io.cardflow.store.Loaded;
import io.cardflow.store.Lookup;
import io.cardflow.wire.DeadLetterReason;
import io.cardflow.wire.Encoder;
import io.cardflow.wire.JournaledOutput;
import io.cardflow.wire.Outgoing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Decides a batch: computes what to store and what to publish, and does neither. */
class BatchDecider {

  /** How many bytes a unit of work may publish; this bounds its use of the heap. */
  static final int MOST_OUTPUT = 8 * 1024 * 1024;

  private static final UUID NO_FINGERPRINT = new UUID(0, 0);

  private final TopicNames topics;
  private final Encoder encoder;
  private final Policy policy;

  BatchDecider(TopicNames topics, Encoder encoder, Policy policy) {
    this.topics = topics;
    this.encoder = encoder;
    this.policy = policy;
  }

  /**
   * The rows to read to decide the batch, without those that are cached. They include the progress
   * of both topics' partitions, because records of either change a card.
   *
   * @param names whether message ids that are not cached are read
   */
  Lookup lookup(
      Batch batch, Collection<InboundPartition> owned, Fold.Known remembered, boolean names) {
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

  /**
   * The rows to read for a batch that becomes a dead letter; not its messages, which may be the
   * cause.
   */
  Lookup progressAlone(Batch batch) {
    return new Lookup(new TreeSet<>(batch.ends().keySet()), Set.of(), Set.of(), Set.of(), Set.of());
  }

  /**
   * Decides a batch.
   *
   * @param known the state of the batch's cards and messages
   * @param assigned the progress of each partition before the batch
   * @param loaded provides the time of the decision and the preceding unit of work
   * @throws BatchTooLarge if more than one record produces more than a unit of work may publish
   */
  BatchResult decide(Batch batch, Fold.Known known, AssignedPartitions assigned, Loaded loaded) {
    Fold fold = new Fold(policy, loaded.now(), known);
    OutboundBatch outbound = new OutboundBatch(topics);
    long unit = loaded.nextUnit();
    List<JournalRow> journal = new ArrayList<>(batch.records().size());
    List<Decision> decisions = new ArrayList<>(batch.records().size());
    Map<String, RequestCard> requests = new HashMap<>();
    int index = 0;
    for (Received each : batch.records()) {
      if (each instanceof Received.Invalid invalid) {
        outbound.deadLetter(invalid, invalid.why().reason(), invalid.why().cause(), fold.now());
      } else if (each instanceof Received.Misrouted misrouted) {
        outbound.forward(misrouted, fold.now());
      } else if (each instanceof Received.Undecodable failed) {
        throw new RecordFault(failed.error());
      } else if (each instanceof Received.Valid valid) {
        Message message = valid.message();
        Decision decision = fold.apply(message);
        decisions.add(decision);
        if (decision instanceof Decision.Applied && message.body() instanceof RequestCard request) {
          requests.put(message.cardId(), request);
        }
        MessageOutcome outcome = outcome(new Row(valid, fold.now(), unit, index), decision);
        outbound.send(valid, outcome.records(), fold.now());
        outbound.end(valid, outcome.outcome());
        if (outcome.journalEntry() != null) {
          journal.add(outcome.journalEntry());
        }
      }
      index++;
      if (outbound.bytes() > MOST_OUTPUT && batch.records().size() > 1) {
        throw new BatchTooLarge("the batch produces more than " + MOST_OUTPUT + " bytes");
      }
    }
    Changes changes =
        new Changes(
            known.cards(),
            fold.changed(),
            requests,
            policy,
            journal,
            advanced(batch, assigned, unit));
    return new BatchResult(changes, outbound, decisions);
  }

  /**
   * Dead-letters a batch of one record that PostgreSQL rejects or that Cardflow fails on. Its
   * journal key is made from its position, because the message may be sent again.
   */
  BatchResult giveUp(Batch batch, AssignedPartitions assigned, String cause, Loaded loaded) {
    Received refused = batch.records().get(0);
    OutboundBatch outbound = new OutboundBatch(topics);
    outbound.deadLetter(refused, DeadLetterReason.INTERNAL_ERROR, cause, loaded.now());
    long unit = loaded.nextUnit();
    JournalRow row =
        new JournalRow(
            JournalRow.under(Positions.refused(topics, refused.position())),
            refused instanceof Received.Valid valid
                ? valid.message().fingerprint()
                : NO_FINGERPRINT,
            refused.position(),
            loaded.now(),
            "",
            Outcome.DEAD_LETTERED,
            null,
            JournaledOutput.writeCause(cause),
            unit,
            0);
    Changes changes =
        new Changes(
            Map.of(), List.of(), Map.of(), policy, List.of(row), advanced(batch, assigned, unit));
    return new BatchResult(changes, outbound, List.of());
  }

  /** The journal's columns that do not depend on the decision. */
  private record Row(Received.Valid received, Instant now, long unit, int index) {

    MessageOutcome outcome(
        MessageId key, Outcome outcome, Integer version, List<Outgoing> records, String output) {
      JournalRow entry =
          new JournalRow(
              key,
              received.message().fingerprint(),
              received.position(),
              now,
              received.message().cardId(),
              outcome,
              version,
              output,
              unit,
              index);
      return new MessageOutcome(outcome, records, entry);
    }
  }

  private MessageOutcome outcome(Row row, Decision decision) {
    Message message = row.received().message();
    if (decision instanceof Decision.Applied applied) {
      List<Outgoing> events = new ArrayList<>(applied.events().size());
      for (Event event : applied.events()) {
        events.add(encoder.event(event, message));
      }
      return row.outcome(
          message.id(),
          Outcome.APPLIED,
          applied.card().version(),
          events,
          JournaledOutput.write(events));
    }
    if (decision instanceof Decision.Stale) {
      return row.outcome(message.id(), Outcome.STALE, null, List.of(), null);
    }
    if (decision instanceof Decision.Rejected rejected) {
      if (isOwnStaleTimer(rejected, message)) {
        return row.outcome(message.id(), Outcome.STALE, null, List.of(), null);
      }
      boolean reused = rejected.code() == RejectionCode.ID_REUSED;
      Position position = row.received().position();
      List<Outgoing> rejection =
          List.of(
              reused
                  ? encoder.reuse(
                      message,
                      rejected,
                      row.now(),
                      topics.name(position.partition().topic()),
                      position.partition().number(),
                      position.offset())
                  : encoder.rejection(message, rejected, row.now()));
      MessageId key = reused ? JournalRow.under(Positions.reused(topics, position)) : message.id();
      return row.outcome(key, Outcome.REJECTED, null, rejection, JournaledOutput.write(rejection));
    }
    return new MessageOutcome(Outcome.DUPLICATE, List.of(), null);
  }

  /** A late timer of the worker itself was requested by no client, so it is not rejected. */
  private boolean isOwnStaleTimer(Decision.Rejected rejected, Message message) {
    return rejected.code() == RejectionCode.STALE_TIMER && encoder.isOwn(message.id());
  }

  private static Map<InboundPartition, Advance> advanced(
      Batch batch, AssignedPartitions assigned, long unit) {
    Map<InboundPartition, Advance> advanced = new TreeMap<>();
    batch
        .ends()
        .forEach(
            (partition, end) ->
                advanced.put(partition, assigned.advance(partition, end.offset(), unit)));
    return advanced;
  }
}
