package io.cardflow.inbox;

import io.cardflow.domain.Card;
import io.cardflow.domain.Command.AssignCard;
import io.cardflow.domain.Command.RequestCard;
import io.cardflow.domain.Decision;
import io.cardflow.domain.Event;
import io.cardflow.domain.Fold;
import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.JournalPosition;
import io.cardflow.domain.Message;
import io.cardflow.domain.Policy;
import io.cardflow.domain.RejectionCode;
import io.cardflow.store.Advance;
import io.cardflow.store.BatchTooLarge;
import io.cardflow.store.CardMessage;
import io.cardflow.store.Changes;
import io.cardflow.store.JournalEntry;
import io.cardflow.store.JournalUnit;
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

/** Decides a batch: computes what to store and what to publish, and does neither. */
class BatchDecider {

  /** How many bytes a unit of work may publish; this bounds its use of the heap. */
  static final int MOST_OUTPUT = 8 * 1024 * 1024;

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
   */
  Lookup lookup(Batch batch, Collection<InboundPartition> owned, Fold.Known remembered) {
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
    Set<CardMessage> messages = new HashSet<>();
    Set<String> requested = new HashSet<>();
    Set<String> holders = new HashSet<>();
    for (Message message : batch.messages()) {
      String id = message.cardId();
      Card card = remembered.cards().get(id);
      if (card == null) {
        cards.add(id);
      }
      if (card == null || card.state().awaitsOrder()) {
        waiting.add(id);
      }
      if (card == null || remembered.messages().ledgers().get(id).hasMore()) {
        messages.add(new CardMessage(id, message.id().digest()));
      }
      if (card == null && message.body() instanceof RequestCard) {
        requested.add(id);
      }
      if (policy.oneCardPerHolder() && message.body() instanceof AssignCard assign) {
        holders.add(assign.holderId());
      }
    }
    return new Lookup(partitions, cards, waiting, messages, requested, holders);
  }

  /**
   * The rows to read for a batch that becomes a dead letter; not its messages, which may be the
   * cause.
   */
  Lookup progressAlone(Batch batch) {
    return new Lookup(
        new TreeSet<>(batch.ends().keySet()), Set.of(), Set.of(), Set.of(), Set.of(), Set.of());
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
    JournaledOutput output = new JournaledOutput();
    List<JournalEntry> entries = new ArrayList<>(batch.records().size());
    List<Decision> decisions = new ArrayList<>(batch.records().size());
    Map<String, RequestCard> requests = new HashMap<>();
    AssignmentRows assignments = new AssignmentRows();
    TransitionCounts transitions = new TransitionCounts();
    for (Received each : batch.records()) {
      JournalPosition position = assigned.journal(each.position());
      if (each instanceof Received.Invalid invalid) {
        outbound.deadLetter(
            invalid.record(), invalid.why().reason(), invalid.why().cause(), fold.now());
        entries.add(
            JournalEntry.deadLetter(
                position, invalid.why().reason().name(), invalid.why().cause()));
      } else if (each instanceof Received.Misrouted misrouted) {
        outbound.forward(misrouted.record(), misrouted.home(), fold.now());
        entries.add(MessageOutcome.forwarded(position, misrouted.message()).entry());
      } else if (each instanceof Received.Unauthorized unauthorized) {
        decisions.add(
            new Decision.Rejected(RejectionCode.NOT_AUTHORIZED, unauthorized.why().detail(), null));
        MessageOutcome outcome = unauthorized(unauthorized, position, fold.now());
        InboundPartition from = unauthorized.position().partition();
        outbound.send(from, outcome.records(), fold.now());
        outbound.end(from.topic(), outcome.entry().outcome());
        outbound.unauthorized(unauthorized.why().sender());
        output.add(entries.size(), outcome.records());
        entries.add(outcome.entry());
      } else if (each instanceof Received.Undecodable failed) {
        throw new RecordFault(failed.error());
      } else if (each instanceof Received.Valid valid) {
        Message message = valid.message();
        JournalPosition previous = fold.ledgers().of(message.cardId()).last();
        Decision decision = fold.apply(message, position);
        decisions.add(decision);
        if (decision instanceof Decision.Applied applied) {
          assignments.add(applied.events());
          transitions.add(applied.events());
          if (message.body() instanceof RequestCard request) {
            requests.put(message.cardId(), request);
          }
        }
        MessageOutcome outcome = outcome(valid, position, previous, decision, fold.now());
        InboundPartition from = valid.position().partition();
        outbound.send(from, outcome.records(), fold.now());
        outbound.end(from.topic(), outcome.entry().outcome());
        output.add(entries.size(), outcome.records());
        entries.add(outcome.entry());
      }
      if (outbound.bytes() > MOST_OUTPUT && batch.records().size() > 1) {
        throw new BatchTooLarge("the batch produces more than " + MOST_OUTPUT + " bytes");
      }
    }
    long unit = loaded.nextUnit();
    Changes changes =
        new Changes(
            known.cards(),
            fold.changed(),
            fold.ledgers().changed(),
            fold.ledgers().moved(),
            requests,
            assignments.rows(),
            transitions.counts(),
            policy,
            new JournalUnit(unit, fold.now(), entries, output.finish()),
            advanced(batch, assigned, unit));
    return new BatchResult(changes, outbound, decisions);
  }

  /**
   * Dead-letters a batch of one record that PostgreSQL rejects or that Cardflow fails on. Its card
   * does not take it in, because the message may be sent again.
   */
  BatchResult giveUp(Batch batch, AssignedPartitions assigned, String cause, Loaded loaded) {
    Received refused = batch.records().get(0);
    OutboundBatch outbound = new OutboundBatch(topics);
    outbound.deadLetter(refused.record(), DeadLetterReason.INTERNAL_ERROR, cause, loaded.now());
    long unit = loaded.nextUnit();
    JournalEntry entry =
        JournalEntry.deadLetter(
            assigned.journal(refused.position()), DeadLetterReason.INTERNAL_ERROR.name(), cause);
    Changes changes =
        new Changes(
            Map.of(),
            List.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            Map.of(),
            policy,
            new JournalUnit(unit, loaded.now(), List.of(entry), null),
            advanced(batch, assigned, unit));
    return new BatchResult(changes, outbound, List.of());
  }

  private MessageOutcome outcome(
      Received.Valid received,
      JournalPosition position,
      JournalPosition previous,
      Decision decision,
      Instant now) {
    Message message = received.message();
    if (decision instanceof Decision.Applied applied) {
      List<Outgoing> events = new ArrayList<>(applied.events().size());
      for (Event event : applied.events()) {
        events.add(encoder.event(event, message));
      }
      return MessageOutcome.applied(position, message, previous, applied.card().version(), events);
    }
    if (decision instanceof Decision.Rejected rejected) {
      if (isOwnStaleTimer(rejected, message)) {
        return MessageOutcome.stale(position, message, previous);
      }
      Outgoing rejection =
          rejected.code() == RejectionCode.ID_REUSED
              ? encoder.reuse(
                  message,
                  rejected,
                  now,
                  topics.name(received.position().partition().topic()),
                  received.position().partition().number(),
                  received.position().offset())
              : encoder.rejection(message, rejected, now);
      return MessageOutcome.rejected(position, message, previous, rejected, rejection);
    }
    return decision instanceof Decision.Stale
        ? MessageOutcome.stale(position, message, previous)
        : MessageOutcome.duplicate(position, message);
  }

  private MessageOutcome unauthorized(
      Received.Unauthorized refused, JournalPosition at, Instant now) {
    InboundPartition from = refused.position().partition();
    Outgoing rejection =
        encoder.unauthorized(
            refused.message(),
            refused.why().detail(),
            now,
            topics.name(from.topic()),
            from.number(),
            refused.position().offset());
    return MessageOutcome.unauthorized(at, refused.message(), refused.why().detail(), rejection);
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
