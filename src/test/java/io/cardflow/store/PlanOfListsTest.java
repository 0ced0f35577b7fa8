package io.cardflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.CardState;
import io.cardflow.domain.OrderStatus;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Among a million cards every list, search and export reads a limited number of rows by an index,
 * before and after the tables are analyzed, with a plan made while they were empty.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlanOfListsTest {

  private static final int CARDS = 1_000_000;
  private static final int PAGE = 500;

  private record Query(String name, String sql, Tuple parameters, int most) {}

  /** One connection, so that all statements are prepared on it. */
  private final Vault vault = new Vault(1);

  @BeforeAll
  void prepareOnEmptyTables() {
    for (String table : tables()) {
      vault.run("ALTER TABLE %s SET (autovacuum_enabled = false)".formatted(table));
    }
    inTransaction(
        connection ->
            queries()
                .forEach(
                    each ->
                        Vault.await(
                            connection.preparedQuery(each.sql()).execute(each.parameters()))));
    fill();
  }

  @AfterAll
  void close() {
    vault.close();
  }

  @Test
  @Order(1)
  void aPageReadsALimitedNumberOfRows() {
    check();
  }

  @Test
  @Order(2)
  void alsoOnceTheTablesAreAnalyzed() {
    vault.run("ANALYZE");
    check();
  }

  /** The statements of retention that find their rows in the tables of the lists. */
  @Test
  @Order(3)
  void retentionReadsNoWholeTable() {
    inTransaction(
        connection -> {
          for (Retention.Kind kind :
              List.of(Retention.Kind.CARDS, Retention.Kind.FLOW, Retention.Kind.AUDIT)) {
            Tuple parameters = Tuple.of(86_400_000.0, 1_000L, 1L);
            Vault.await(connection.preparedQuery(kind.sql).execute(parameters));
            for (Plans.Scan scan : Plans.planned(connection, kind.sql, parameters)) {
              boolean single = scan.table().equals("card_retention");
              assertTrue(single || !scan.node().equals("Seq Scan"), kind + " " + scan);
            }
          }
        });
  }

  private void check() {
    inTransaction(
        connection -> {
          for (Query query : queries()) {
            Vault.await(connection.preparedQuery(query.sql()).execute(query.parameters()));
            List<Plans.Scan> scans = Plans.executed(connection, query.sql(), query.parameters());
            assertFalse(scans.isEmpty(), query.name());
            for (Plans.Scan scan : scans) {
              String what = query.name() + " " + scan;
              // The one row of the signals is the whole table.
              assertTrue(
                  scan.node().startsWith("Index")
                      || scan.node().startsWith("Bitmap")
                      || scan.table().equals("signal"),
                  what);
              assertTrue(scan.rows() <= query.most(), what);
              // An index that is read from its begin on would not show in the rows.
              assertTrue(scan.blocks() <= 5L * query.most() + 20, what);
            }
          }
        });
  }

  private static List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (CardFilter filter :
        List.of(
            filter(null, null, null, null, null),
            filter(null, null, null, null, false),
            filter(null, null, null, null, true),
            filter(CardState.UNASSIGNED, null, null, null, null),
            filter(CardState.PRODUCED, null, null, null, null),
            filter(CardState.PRODUCED, null, null, null, true),
            filter(CardState.PRODUCED, null, null, null, false),
            filter(CardState.ASSIGNED, null, null, null, null),
            filter(CardState.LOCKED, null, null, null, null),
            filter(CardState.LOCKED, null, null, null, true),
            filter(CardState.ABORTED, null, null, null, null),
            filter(null, "OD-7", null, null, null),
            filter(CardState.FAILED, "OD-7", null, null, null),
            filter(null, null, "B-000007", null, null),
            filter(null, null, "B-019999", null, null),
            filter(CardState.PRODUCED, null, "B-000007", "L1", false),
            filter(null, null, null, "L1", null),
            filter(CardState.ABORTED, null, null, "L1", true))) {
      CardSource source = CardSource.of(filter);
      int read = source.isExact(filter) ? PAGE + 1 : CardLists.MOST_READ;
      int most = source == CardSource.OVERDUE ? 5 * read : read;
      List<String> inside =
          source.timed ? List.of("2025-06-01T00:00:00Z", "T-0500000") : List.of("T-0005000");
      for (List<String> after : List.of(List.<String>of(), inside)) {
        queries.add(
            new Query(
                filter + " after " + after,
                source.sql,
                CardLists.tuple(source, filter, after.isEmpty() ? null : after, read),
                most));
      }
    }
    long page = PAGE + 1;
    for (String holder : List.of("of many", "holder-4", "holder-999994")) {
      queries.add(
          new Query(holder, CardSearch.OF_HOLDER, Tuple.of(101L, holder, "T-0000400", 0), 101));
    }
    queries.add(
        new Query(
            "alias",
            CardSearch.OF_ALIAS,
            Tuple.of(101L, "TN-shared", "T-0000400", AliasKind.TRACKING_NUMBER.name()),
            101));
    queries.add(new Query("orders", OrderLists.ORDERS, Tuple.of(page, "B-000100"), PAGE + 1));
    for (OrderStatus status : OrderStatus.values()) {
      queries.add(
          new Query(
              "orders " + status,
              OrderLists.ORDERS_OF_STATUS,
              Tuple.of(page, "B-000100", status.name()),
              PAGE + 1));
    }
    queries.add(new Query("order", OrderLists.ORDER, Tuple.of("B-000100"), 1));
    queries.add(
        new Query("cards of an order", OrderLists.CARDS, Tuple.of(page, "", "B-000007"), PAGE + 1));
    queries.add(
        new Query(
            "log",
            Audits.LATEST,
            Tuple.of(OffsetDateTime.parse("2025-06-01T00:00:00Z"), "", page),
            PAGE + 1));
    queries.add(
        new Query("pool", PoolStock.STOCK, Tuple.of((long) PoolStock.MOST), PoolStock.MOST));
    queries.add(new Query("day", Summaries.DAY, Tuple.tuple(), 145 * 64));
    queries.add(new Query("signals", Signals.READ, Tuple.tuple(), 1_000));
    queries.add(new Query("export", CardExport.CARDS, Tuple.of(page, "T-0500000"), PAGE + 1));
    return queries;
  }

  private static CardFilter filter(
      CardState state, String order, String batch, String layout, Boolean overdue) {
    return new CardFilter(state, order, batch, layout, overdue);
  }

  private static Set<String> tables() {
    return Set.of(
        "card",
        "card_request",
        "card_wait",
        "card_expiry",
        "card_end",
        "card_alias",
        "card_assignment",
        "card_flow",
        "order_batch",
        "order_card",
        "audit");
  }

  /** Without the log and without room for updates, which takes less time. */
  private void fill() {
    for (String table : tables()) {
      vault.run("ALTER TABLE %s SET UNLOGGED".formatted(table));
    }
    vault.run("ALTER TABLE card SET (fillfactor = 100)");
    vault.run(
        """
        INSERT INTO card (id, version, state, since, overdue, assignments, holder_id, valid_from,
          valid_until, batch_id, order_id, producer_card_id)
        SELECT 'T-' || lpad(i::text, 7, '0'), 5, s.state,
          timestamptz '2025-01-01Z' + i * interval '20 s',
          s.state IN ('PROCESSING', 'ORDERED', 'IN_PRODUCTION', 'PRODUCED', 'EXPIRED') AND i %% 3 = 0,
          0, CASE WHEN s.state IN ('ASSIGNED', 'EXPIRED') THEN 'holder-' || i END,
          '2026-01-01Z', '2027-01-01Z', 'B-' || lpad((i / 50)::text, 6, '0'), 'OD-' || i / 50,
          'CA-' || i
        FROM generate_series(1, %d) AS i
        CROSS JOIN LATERAL (SELECT (ARRAY['UNASSIGNED', 'UNASSIGNED', 'UNASSIGNED', 'UNASSIGNED',
          'ASSIGNED', 'ASSIGNED', 'LOCKED', 'PRODUCED', 'PRODUCED',
          (ARRAY['REQUESTED', 'PROCESSING', 'ORDERED', 'IN_PRODUCTION', 'EXPIRED', 'FAILED',
            'ABORTED'])[1 + i / 10 %% 7]])[1 + i %% 10] AS state) s
        """
            .formatted(CARDS));
    List<String> rows =
        List.of(
            """
            INSERT INTO card_request (card_id, layout_id, delivery, card_elements, requested_at)
            SELECT id, 'L' || assignments % 2 + 1, '{}', '{}', since FROM card
            """,
            """
            INSERT INTO card_wait (state, announced, since, card_id)
            SELECT state, overdue, since, id FROM card
            WHERE state NOT IN ('ASSIGNED', 'LOCKED', 'FAILED', 'ABORTED')
            """,
            """
            INSERT INTO card_expiry (card_id, assignment, valid_until, version, due_at)
            SELECT id, 1, valid_until, version, valid_until FROM card WHERE state = 'ASSIGNED'
            """,
            """
            INSERT INTO card_end (ended_at, card_id, state)
            SELECT since, id, state FROM card WHERE state IN ('LOCKED', 'FAILED', 'ABORTED')
            """,
            """
            INSERT INTO card_alias (alias, kind, card_id)
            SELECT producer_card_id, 'PRODUCER_CARD', id FROM card
            """,
            """
            INSERT INTO card_alias (alias, kind, card_id)
            SELECT 'TN-shared', 'TRACKING_NUMBER', id FROM card LIMIT 100000
            """,
            """
            INSERT INTO card_assignment (card_id, number, holder_id, valid_from, valid_until)
            SELECT id, 1, 'of many', '2026-01-01Z', '2027-01-01Z' FROM card LIMIT 200000
            """,
            """
            INSERT INTO card_assignment (card_id, number, holder_id, valid_from, valid_until)
            SELECT id, 2, holder_id, '2026-01-01Z', '2027-01-01Z' FROM card WHERE holder_id IS NOT NULL
            """,
            """
            INSERT INTO card_flow (partition, begun_at, from_state, to_state, cards)
            SELECT p, now() - i * interval '10 min', 'ORDERED', 'PRODUCED', 1
            FROM generate_series(0, 63) AS p, generate_series(1, 300) AS i
            """,
            """
            INSERT INTO audit (id, at, actor, action, subject, outcome, published_at)
            SELECT i, now() - i * interval '1 s', 'a', 'lock', 'T-1', 'DONE', now()
            FROM generate_series(1, 100000) AS i
            """,
            """
            INSERT INTO order_card (card_id, batch_id, accepted) SELECT id, batch_id, true FROM card
            """,
            """
            INSERT INTO order_batch (id, status, layout_id, delivery, cards, collected_at, order_id)
            SELECT 'B-' || lpad(i::text, 6, '0'), CASE WHEN i > 19990 THEN 'REFUSED' ELSE 'CLOSED' END,
              'L1', '{}', 50, now(), 'OD-' || i
            FROM generate_series(0, 20000) AS i
            """);
    rows.parallelStream().forEach(vault::run);
    assertEquals(CARDS, vault.count("card"));
  }

  private interface Work {
    void with(SqlConnection connection);
  }

  private void inTransaction(Work work) {
    SqlConnection connection = Vault.await(vault.pool().getConnection());
    Vault.await(connection.query(Transactions.BEGIN).execute());
    try {
      work.with(connection);
    } finally {
      Vault.await(connection.query("ROLLBACK").execute());
      Vault.await(connection.close());
    }
  }
}
