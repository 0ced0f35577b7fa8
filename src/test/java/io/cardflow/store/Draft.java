package io.cardflow.store;

import io.cardflow.domain.Card;
import io.cardflow.domain.Command.RequestCard;
import io.cardflow.domain.DeliveryAddress;
import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.MessageId;
import io.cardflow.domain.Policy;
import io.cardflow.domain.Reminders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Changes of a batch, built by hand. */
final class Draft {

  private static final RequestCard REQUEST =
      new RequestCard(
          "L1",
          new DeliveryAddress("R", null, "A 1", null, "1", "C", "SE", null),
          Map.of(),
          null,
          null);

  private final Map<String, Card> before = new HashMap<>();
  private final Map<String, Card> after = new LinkedHashMap<>();
  private final Map<String, RequestCard> requests = new HashMap<>();
  private final List<JournalRow> journal = new ArrayList<>();
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

  Draft remember(JournalRow row) {
    journal.add(row);
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
    List<MessageId> messages = journal.stream().map(JournalRow::key).toList();
    List<String> holders =
        after.values().stream().map(Card::activeHolder).filter(holder -> holder != null).toList();
    return new Lookup(
        new TreeSet<>(progress.keySet()), after.keySet(), after.keySet(), messages, holders);
  }

  Changes changes() {
    Policy policy = new Policy(true, Duration.ofDays(14), exclusive, reminders);
    return new Changes(before, after.values(), requests, policy, journal, progress);
  }
}
