package io.cardflow.store;

import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Command.RequestCard;
import io.cardflow.domain.DeliveryAddress;
import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.JournalPosition;
import io.cardflow.domain.Ledger;
import io.cardflow.domain.Policy;
import io.cardflow.domain.Reminders;
import io.cardflow.domain.TakenMessages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** Changes of a batch, built by hand. */
final class Draft {

  private static final RequestCard REQUEST =
      new RequestCard(
          "L1",
          new DeliveryAddress("R", null, "A 1", null, "1", "C", "SE", null),
          Map.of(),
          null,
          null);

  private static final int MOST = 1_000_000;

  private static final PrimitiveIterator.OfLong OFFSETS =
      LongStream.iterate(0, offset -> offset + 1).iterator();

  private final Map<String, Card> before = new HashMap<>();
  private final Map<String, Card> after = new LinkedHashMap<>();
  private final Map<String, Ledger> ledgers = new HashMap<>();
  private final Map<String, TakenMessages> moved = new HashMap<>();
  private final List<AssignmentRow> assignments = new ArrayList<>();
  private final Map<String, RequestCard> requests = new HashMap<>();
  private final List<JournalEntry> journal = new ArrayList<>();
  private final Map<InboundPartition, Advance> progress = new TreeMap<>();
  private boolean exclusive = true;
  private Reminders reminders = new Reminders(List.of());

  Draft create(Card card) {
    return create(card, REQUEST);
  }

  Draft create(Card card, RequestCard request) {
    after.put(card.id(), card);
    requests.put(card.id(), request);
    return this;
  }

  Draft change(Card from, Card to) {
    before.put(from.id(), from);
    after.put(to.id(), to);
    return this;
  }

  /** A card that does not change. */
  Draft known(Card card) {
    before.put(card.id(), card);
    return this;
  }

  /** What a card has taken in; otherwise nothing. */
  Draft ledger(String card, Ledger ledger) {
    ledgers.put(card, ledger);
    return this;
  }

  /** Messages that are not kept in the card's row. */
  Draft moved(String card, TakenMessages messages) {
    moved.put(card, messages);
    return this;
  }

  Draft assign(AssignmentRow row) {
    assignments.add(row);
    return this;
  }

  /** Adds an entry at the next position. */
  Draft remember(JournalEntry entry) {
    journal.add(entry);
    return this;
  }

  Draft progress(InboundPartition partition, Advance advance) {
    progress.put(partition, advance);
    return this;
  }

  /** Advances each partition by one record. */
  Draft advance(Map<InboundPartition, Progress> owned) {
    owned.forEach(
        (partition, from) ->
            progress(
                partition, new Advance(from, from.next() + 1, from.published(), from.unit() + 1)));
    return this;
  }

  /** Permits several cards per holder. */
  Draft severalCardsPerHolder() {
    exclusive = false;
    return this;
  }

  /** Sets how long before their end assignments are announced, the longest first. */
  Draft remindedAt(Duration... points) {
    reminders = new Reminders(List.of(points));
    return this;
  }

  Lookup lookup() {
    List<String> holders =
        after.values().stream().map(Card::activeHolder).filter(holder -> holder != null).toList();
    return new Lookup(
        new TreeSet<>(progress.keySet()),
        after.keySet(),
        after.keySet(),
        after.keySet().stream().map(card -> new CardMessage(card, 1)).toList(),
        requests.keySet(),
        holders);
  }

  /**
   * The revision of a card is its version before the change, raised by one. Each card that changes
   * its state takes one transition.
   */
  Changes changes() {
    Policy policy = new Policy(true, Duration.ofDays(14), exclusive, reminders);
    after.forEach(
        (id, card) ->
            ledgers.putIfAbsent(
                id, new Ledger(revision(id, card), TakenMessages.NONE, false, null)));
    int log = progress.values().stream().mapToInt(each -> each.stored().log()).min().orElse(1);
    List<JournalEntry> entries =
        journal.stream().map(entry -> at(entry, new JournalPosition(log, OFFSETS.next()))).toList();
    return new Changes(
        before,
        after.values(),
        ledgers,
        moved,
        requests,
        assignments,
        transitions(),
        policy,
        new JournalUnit(1, Deck.NOW, entries, null),
        progress);
  }

  private Map<Transition, Long> transitions() {
    Map<Transition, Long> transitions = new HashMap<>();
    after.forEach(
        (id, card) -> {
          CardState from = before.containsKey(id) ? before.get(id).state() : null;
          if (from != card.state()) {
            transitions.merge(new Transition(from, card.state()), 1L, Long::sum);
          }
        });
    return transitions;
  }

  private int revision(String id, Card card) {
    Card from = before.get(id);
    return from == null ? Math.min(MOST, card.version()) : 1 + Math.min(MOST, from.version());
  }

  private static JournalEntry at(JournalEntry entry, JournalPosition position) {
    return new JournalEntry(
        position,
        entry.cardId(),
        entry.id(),
        entry.type(),
        entry.time(),
        entry.actor(),
        entry.correlationId(),
        entry.content(),
        entry.outcome(),
        entry.code(),
        entry.reason(),
        entry.version(),
        entry.previous());
  }
}
