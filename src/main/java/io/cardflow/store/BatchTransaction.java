package io.cardflow.store;

import io.cardflow.domain.Card;
import io.cardflow.domain.Fold;
import io.cardflow.domain.JournalPosition;
import io.cardflow.domain.KnownMessages;
import io.cardflow.domain.KnownMessages.JournaledMessage;
import io.cardflow.domain.Ledger;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A PostgreSQL transaction of the inbox: load, decide outside, write, commit. The number of
 * statements does not depend on the number of records.
 */
public final class BatchTransaction {

  private static final String CLOCK = "SELECT clock_timestamp() AS now";

  /**
   * How many bytes of facts (readouts and tracking numbers, as JSON) a batch may load; this bounds
   * its use of the heap.
   */
  static final long MOST_FACTS = 2L * 1024 * 1024;

  private static final Future<RowSet<Row>> NOTHING = Future.succeededFuture();

  private final SqlConnection connection;

  private final Double unknownCards;

  private final Future<RowSet<Row>> begun;

  private final AtomicBoolean ended = new AtomicBoolean();

  /**
   * Starts a transaction; a failure to do so is reported by the load.
   *
   * @param unknownCards how many seconds messages about cards that do not exist are remembered;
   *     null without end
   */
  BatchTransaction(SqlConnection connection, Double unknownCards) {
    this.connection = connection;
    this.unknownCards = unknownCards;
    this.begun = connection.query(Transactions.BEGIN).execute();
  }

  /**
   * Locks the partitions' progress and then the cards, and reads the messages' state.
   *
   * @return the state, without partitions that were never owned. Fails as {@link #commit} does, and
   *     with {@link BatchTooLarge} if the cards have more facts than a batch may load.
   */
  public Future<Loaded> load(Lookup lookup) {
    Future<RowSet<Row>> progress =
        execute(ProgressTable.LOCK, ProgressTable.partitions(lookup.partitions()));
    Future<RowSet<Row>> cards =
        lookup.cards().isEmpty()
            ? NOTHING
            : execute(CardTable.LOAD, ids(lookup.cards()).addLong(MOST_FACTS));
    Future<RowSet<Row>> places = executeFor(lookup.waiting(), OrderTables.KEEP_PLACES);
    Future<RowSet<Row>> held = executeFor(lookup.waiting(), OrderTables.HELD);
    Future<RowSet<Row>> more =
        lookup.messages().isEmpty() && lookup.requested().isEmpty()
            ? NOTHING
            : execute(
                CardMessageTable.LOAD,
                CardMessageTable.lookup(lookup.messages(), lookup.requested()));
    Future<RowSet<Row>> holders = executeFor(lookup.holders(), CardTable.HOLDERS);
    // Read last, after all locks are held.
    Future<RowSet<Row>> clock = execute(CLOCK, Tuple.tuple());
    return all(List.of(begun, progress, cards, places, held, more, holders, clock))
        .map(
            done ->
                new Loaded(
                    ProgressTable.read(progress.result()),
                    new Fold.Known(
                        cards(cards.result()),
                        pairs(held.result(), "card_id", "batch_id"),
                        pairs(holders.result(), "exclusive_holder", "id"),
                        new KnownMessages(
                            ledgers(cards.result()),
                            CardMessageTable.read(orNone(more.result())),
                            Map.of())),
                    clock.result().iterator().next().getOffsetDateTime("now").toInstant()))
        .recover(failure -> Future.failedFuture(SqlFailure.of(failure)));
  }

  /**
   * Reads messages from the journal.
   *
   * @return the messages, without those whose entries were removed
   */
  public Future<Map<JournalPosition, JournaledMessage>> messages(
      Collection<JournalPosition> positions) {
    return execute(JournalTable.MESSAGES, JournalTable.positions(positions))
        .map(JournalTable::messages)
        .recover(failure -> Future.failedFuture(SqlFailure.of(failure)));
  }

  /**
   * Writes the changes and commits them.
   *
   * @return whether cards to be ordered immediately were stored. Fails with {@link Conflict} if
   *     another writer came first (decide again), with {@link DataRefused} if PostgreSQL rejects a
   *     row, and otherwise with the driver's failure
   */
  public Future<Boolean> commit(Changes changes) {
    BatchWrites writes = new BatchWrites(connection, changes, unknownCards);
    return all(writes.send())
        .compose(done -> connection.query("COMMIT").execute())
        .compose(done -> end(connection::close))
        .map(done -> writes.ordersImmediately())
        .recover(failure -> Future.failedFuture(SqlFailure.of(failure)));
  }

  /**
   * Rolls back and returns the connection to the pool; the connection is destroyed if PostgreSQL
   * does not answer.
   */
  public Future<Void> rollback() {
    return end(() -> Connections.rollback(connection));
  }

  /**
   * Returns the connection only once. A commit may be answered after its caller has given up; the
   * second call must not touch the connection, which another caller may have by then.
   */
  private Future<Void> end(Supplier<Future<Void>> by) {
    return ended.compareAndSet(false, true) ? by.get() : Future.succeededFuture();
  }

  /** Sends the statements one after another without waiting for the answers in between. */
  private Future<RowSet<Row>> execute(String sql, Tuple tuple) {
    return connection.preparedQuery(sql).execute(tuple);
  }

  /** Runs a statement for these ids, if there are any. */
  private Future<RowSet<Row>> executeFor(Collection<String> ids, String sql) {
    return ids.isEmpty() ? NOTHING : execute(sql, ids(ids));
  }

  private static Tuple ids(Collection<String> ids) {
    return Tuple.tuple().addArrayOfString(ids.stream().sorted().toArray(String[]::new));
  }

  /** Waits for all of them, even after a failure, so that no statement runs after the rollback. */
  private static Future<Void> all(List<Future<RowSet<Row>>> running) {
    return Future.join(running).mapEmpty();
  }

  private static Iterable<Row> orNone(RowSet<Row> rows) {
    return rows == null ? List.of() : rows;
  }

  private static Map<String, Card> cards(RowSet<Row> rows) {
    Map<String, Card> cards = new HashMap<>();
    for (Row row : orNone(rows)) {
      if (row.getBoolean("too_large")) {
        throw new BatchTooLarge(
            "the batch's cards have more than " + MOST_FACTS + " bytes of facts");
      }
      Card card = CardTable.card(row);
      cards.put(card.id(), card);
    }
    return cards;
  }

  private static Map<String, String> pairs(RowSet<Row> rows, String key, String value) {
    Map<String, String> pairs = new HashMap<>();
    for (Row row : orNone(rows)) {
      if (row.getString(value) != null) {
        pairs.put(row.getString(key), row.getString(value));
      }
    }
    return pairs;
  }

  private static Map<String, Ledger> ledgers(RowSet<Row> rows) {
    Map<String, Ledger> ledgers = new HashMap<>();
    for (Row row : orNone(rows)) {
      ledgers.put(row.getString("id"), CardTable.ledger(row));
    }
    return ledgers;
  }
}
