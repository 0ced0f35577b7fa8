package io.cardflow.store;

import static io.cardflow.store.Vault.COMMANDS;
import static io.cardflow.store.Vault.STATUS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans made while the tables were empty still use the indexes when the tables are full. */
class PlanTest {

  private static final int FULL = 200_000;
  private static final List<String> STATEMENTS =
      List.of(
          CardTable.LOAD,
          CardTable.HOLDERS,
          CardTable.RELEASE,
          CardTable.Part.STATE.update,
          CardTable.Part.ASSIGNMENT.update,
          OrderTables.KEEP_PLACES,
          OrderTables.HELD,
          OrderTables.DEQUEUE,
          TimerTables.EXPIRE_AT,
          TimerTables.EXPIRE_NO_MORE,
          TimerTables.WAIT_NO_MORE,
          FlowTable.COUNT,
          CardMessageTable.LOAD,
          ProgressTable.LOCK,
          ProgressTable.ADVANCE);

  /** One connection, so that all statements are prepared on it. */
  private final Vault vault = new Vault(1);

  @BeforeEach
  void prepareOnEmptyTables() {
    for (String table :
        List.of(
            "card", "order_queue", "card_message", "journal_range", "card_wait", "card_expiry")) {
      vault.run("ALTER TABLE " + table + " SET (autovacuum_enabled = false)");
    }
    vault.own(COMMANDS, STATUS);
    assertThrows(Conflict.class, () -> vault.commit(batch("absent", 2)));
    fill();
  }

  @AfterEach
  void close() {
    vault.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noBatchReadsAWholeTable(boolean analyzed) {
    if (analyzed) {
      vault.run("ANALYZE");
    }
    String before = read();

    vault.commit(batch("T", 1_000));

    assertEquals(before, read());
    SqlConnection connection = Vault.await(vault.pool().getConnection());
    Vault.await(connection.query(Transactions.BEGIN).execute());
    for (String statement : STATEMENTS) {
      String plan = planInUse(connection, statement);
      assertFalse(plan.contains("Seq Scan"), statement + plan);
      assertTrue(plan.contains("Index"), statement + plan);
    }
    Vault.await(connection.query("ROLLBACK").execute());
    Vault.await(connection.close());
  }

  /** This many cards are ordered, and the holders of as many cards move to as many others. */
  private Draft batch(String name, int size) {
    Draft draft = new Draft();
    for (int i = 0; i < size; i++) {
      Card waiting = Deck.queued(name + "-queued-" + i);
      Card has = Deck.assigned(Deck.pooled(name + "-assigned-" + i), "holder-" + i);
      Card free = Deck.pooled(name + "-pooled-" + i);
      draft.change(waiting, Deck.moved(waiting, CardState.ORDERED));
      draft.change(free, Deck.assigned(free, "holder-" + i));
      draft.change(has, Deck.withdrawn(has));
      draft.remember(Deck.rejected(name + "-m-" + i, waiting.id()));
    }
    return draft.advance(vault.own(COMMANDS, STATUS));
  }

  private void fill() {
    vault.run(
        """
        INSERT INTO card (id, version, revision, state, since, assignments)
        SELECT 'T-queued-' || i, 1, 1, 'PROCESSING', now(), 0 FROM generate_series(0, %1$d) AS i;
        INSERT INTO card (id, version, revision, state, since, assignments)
        SELECT 'T-pooled-' || i, 6, 6, 'UNASSIGNED', now(), 0 FROM generate_series(0, %1$d) AS i;
        INSERT INTO card (id, version, revision, state, since, assignments, holder_id,
          exclusive_holder)
        SELECT 'T-assigned-' || i, 7, 7, 'ASSIGNED', now(), 1, 'holder-' || i, 'holder-' || i
        FROM generate_series(0, %1$d) AS i;
        INSERT INTO card_request (card_id, layout_id, delivery, card_elements, requested_at)
        SELECT id, 'L1', '{}', '{}', since FROM card;
        INSERT INTO order_queue (card_id, immediate, since, destination)
        SELECT id, false, since, '\\x00' FROM card;
        INSERT INTO card_wait (state, since, card_id) SELECT 'PROCESSING', since, id FROM card;
        INSERT INTO card_expiry (card_id, assignment, valid_until, version, due_at)
        SELECT id, 1, since, 1, since FROM card;
        INSERT INTO card_message (card_id, digest, log, "offset", content)
        SELECT id, 0, 1, 0, 0 FROM card
        """
            .formatted(FULL / 3));
  }

  /** The connection's plan of a prepared statement. */
  private static String planInUse(SqlConnection connection, String statement) {
    RowSet<Row> found =
        Vault.await(
            connection
                .preparedQuery(
                    "SELECT name, cardinality(parameter_types) AS parameters,"
                        + " generic_plans FROM pg_prepared_statements WHERE statement = $1")
                .execute(Tuple.of(statement)));
    assertEquals(1, found.size(), "the batch does not use " + statement);
    Row prepared = found.iterator().next();
    assertTrue(prepared.getLong("generic_plans") > 0, statement);
    RowSet<Row> plan =
        Vault.await(
            connection
                .query(
                    "EXPLAIN EXECUTE \"%s\"(%s)"
                        .formatted(
                            prepared.getString("name"),
                            String.join(
                                ",",
                                Collections.nCopies(prepared.getInteger("parameters"), "NULL"))))
                .execute());
    return StreamSupport.stream(plan.spliterator(), false)
        .map(row -> row.getString(0))
        .collect(Collectors.joining("\n"));
  }

  /** The number of rows read by sequential scans so far. */
  private String read() {
    Vault.await(vault.pool().query("SELECT pg_stat_force_next_flush()").execute());
    return vault.ask(
        "SELECT string_agg(relname || ' ' || seq_scan || ' ' || seq_tup_read, ', ' ORDER BY relname)"
            + " FROM pg_stat_user_tables WHERE relname IN ('card', 'order_queue',"
            + " 'card_message', 'journal_range', 'card_wait', 'card_expiry')");
  }
}
