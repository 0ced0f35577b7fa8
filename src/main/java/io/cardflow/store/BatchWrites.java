package io.cardflow.store;

import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.Ledger;
import io.cardflow.store.CardColumn.Write;
import io.cardflow.store.CardTable.Part;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The statements that write the changes of a batch. They are sent one after another without waiting
 * for the answers in between.
 */
final class BatchWrites {

  private final SqlConnection connection;
  private final Changes changes;
  private final Double unknownCards;
  private final List<Card> created = new ArrayList<>();
  private final List<Card> updated = new ArrayList<>();
  private final List<Card> waiting;
  private final List<Future<RowSet<Row>>> sent = new ArrayList<>();

  /**
   * @param unknownCards how many seconds messages about cards that do not exist are remembered;
   *     null without end
   */
  BatchWrites(SqlConnection connection, Changes changes, Double unknownCards) {
    this.connection = connection;
    this.changes = changes;
    this.unknownCards = unknownCards;
    for (Card card : inOrder(changes.after())) {
      (changes.before().containsKey(card.id()) ? updated : created).add(card);
    }
    this.waiting = created.stream().filter(card -> card.state().awaitsOrder()).toList();
  }

  /** Whether there are new cards to be ordered immediately. */
  boolean ordersImmediately() {
    return waiting.stream().anyMatch(card -> card.state() == CardState.REQUESTED);
  }

  /** Sends the statements; each fails as {@link BatchTransaction#commit} does. */
  List<Future<RowSet<Row>>> send() {
    String[] released = released();
    if (released.length > 0) {
      send(CardTable.RELEASE, ids(released));
    }
    writeCards();
    takeIn();
    if (!waiting.isEmpty()) {
      send(OrderTables.ENQUEUE, OrderTables.places(waiting));
    }
    String[] served =
        updated.stream()
            .filter(card -> changes.before().get(card.id()).state().awaitsOrder())
            .filter(card -> !card.state().awaitsOrder())
            .map(Card::id)
            .toArray(String[]::new);
    if (served.length > 0) {
      send(OrderTables.DEQUEUE, ids(served));
    }
    int partition =
        changes.progress().keySet().stream().mapToInt(InboundPartition::number).min().orElse(0);
    writeTimers(new TimerTables(changes.before(), changes.after()), partition);
    writeHistory();
    if (!changes.transitions().isEmpty()) {
      send(
          FlowTable.COUNT,
          FlowTable.counts(partition, changes.journal().decidedAt(), changes.transitions()));
    }
    if (!changes.journal().entries().isEmpty()) {
      send(JournalTable.INSERT, JournalTable.tuple(changes.journal()));
    }
    send(ProgressTable.ADVANCE, ProgressTable.tuple(changes.progress()), changes.progress().size());
    return sent;
  }

  /** Updates each card in the columns that changed, and inserts new cards. */
  private void writeCards() {
    boolean exclusive = changes.policy().oneCardPerHolder();
    Map<Part, List<Write>> parts = new EnumMap<>(Part.class);
    Set<String> changed = new HashSet<>();
    for (Card card : updated) {
      changed.add(card.id());
      parts
          .computeIfAbsent(
              Part.of(changes.before().get(card.id()), card), first -> new ArrayList<>())
          .add(new Write(card.id(), card, changes.ledgers().get(card.id()), exclusive));
    }
    created.forEach(card -> changed.add(card.id()));
    for (Map.Entry<String, Ledger> each : new TreeMap<>(changes.ledgers()).entrySet()) {
      if (!changed.contains(each.getKey())) {
        parts
            .computeIfAbsent(Part.LEDGER, first -> new ArrayList<>())
            .add(new Write(each.getKey(), null, each.getValue(), exclusive));
      }
    }
    parts.forEach((part, cards) -> send(part.update, part.tuple(cards), cards.size()));
    if (!created.isEmpty()) {
      List<Write> cards =
          created.stream()
              .map(card -> new Write(card.id(), card, changes.ledgers().get(card.id()), exclusive))
              .toList();
      send(CardTable.INSERT, Part.ALL.tuple(cards));
      send(
          OrderTables.REQUEST,
          OrderTables.requests(changes.journal().decidedAt(), changes.requests()));
    }
  }

  /** Writes the messages that are not kept in the rows of their cards. */
  private void takeIn() {
    String[] takeOver =
        created.stream()
            .map(Card::id)
            .filter(id -> changes.ledgers().get(id).hasMore())
            .toArray(String[]::new);
    if (takeOver.length > 0) {
      send(CardMessageTable.KEEP, ids(takeOver));
    }
    if (!changes.moved().isEmpty()) {
      send(CardMessageTable.INSERT, CardMessageTable.moved(changes, unknownCards));
    }
  }

  private void writeHistory() {
    if (!changes.assignments().isEmpty()) {
      send(HistoryTables.ASSIGN, HistoryTables.assignments(changes.assignments()));
    }
    List<Card> ended = new ArrayList<>();
    List<Card> delivered = new ArrayList<>();
    List<AliasTable.Alias> aliases = new ArrayList<>();
    List<AliasTable.Alias> formerAliases = new ArrayList<>();
    for (Card card : changes.after()) {
      Card before = changes.before().get(card.id());
      if (HistoryTables.ends(before, card)) {
        ended.add(card);
      }
      if (HistoryTables.delivers(before, card)) {
        delivered.add(card);
      }
      AliasTable.added(before, card, aliases);
      AliasTable.removed(before, card, formerAliases);
    }
    if (!ended.isEmpty()) {
      send(HistoryTables.END, HistoryTables.ended(ended));
    }
    if (!delivered.isEmpty()) {
      send(HistoryTables.DELIVERED, HistoryTables.delivered(delivered));
    }
    if (!formerAliases.isEmpty()) {
      send(AliasTable.DELETE, AliasTable.tuple(formerAliases));
    }
    if (!aliases.isEmpty()) {
      send(AliasTable.INSERT, AliasTable.tuple(aliases));
    }
  }

  /**
   * @param partition a partition that only this batch works on
   */
  private void writeTimers(TimerTables timers, int partition) {
    if (timers.unassigns()) {
      send(TimerTables.EXPIRE_NO_MORE, timers.unassigned());
    }
    if (timers.assigns()) {
      send(TimerTables.EXPIRE_AT, timers.assigned(changes.policy().reminders()));
    }
    if (timers.serves()) {
      send(TimerTables.WAIT_NO_MORE, timers.served());
    }
    if (timers.makesWait()) {
      send(TimerTables.WAIT, timers.waiting());
    }
    if (timers.counts()) {
      send(TimerTables.COUNT, timers.counts(partition));
    }
  }

  /** The cards whose assignment ends and whose holder is assigned to another card. */
  private String[] released() {
    List<Card> passing =
        updated.stream().filter(card -> !goesOn(changes.before().get(card.id()), card)).toList();
    Map<String, String> taken = new HashMap<>();
    for (Card card : passing) {
      String holder = card.activeHolder();
      if (holder != null) {
        taken.put(holder, card.id());
      }
    }
    return passing.stream()
        .filter(
            card -> {
              String before = changes.before().get(card.id()).activeHolder();
              String taker = before == null ? null : taken.get(before);
              return taker != null && !Objects.equals(taker, card.id());
            })
        .map(Card::id)
        .toArray(String[]::new);
  }

  /**
   * Sorted by id, as in every lock of cards, so that concurrent transactions wait instead of
   * deadlocking.
   */
  private static List<Card> inOrder(Collection<Card> cards) {
    return cards.stream().sorted(Comparator.comparing(Card::id)).toList();
  }

  private static boolean goesOn(Card before, Card after) {
    return before.activeHolder() != null
        && after.activeHolder() != null
        && before.assignments() == after.assignments();
  }

  private static Tuple ids(String[] ids) {
    return Tuple.tuple().addArrayOfString(ids);
  }

  private void send(String sql, Tuple tuple) {
    sent.add(connection.preparedQuery(sql).execute(tuple));
  }

  /** Fails with {@link Conflict} if another number of rows is written. */
  private void send(String sql, Tuple tuple, int count) {
    sent.add(
        connection
            .preparedQuery(sql)
            .execute(tuple)
            .compose(
                rows ->
                    rows.rowCount() == count
                        ? Future.succeededFuture(rows)
                        : Future.failedFuture(
                            new Conflict("rows written: " + rows.rowCount() + " of " + count))));
  }
}
