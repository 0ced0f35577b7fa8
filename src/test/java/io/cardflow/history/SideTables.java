package io.cardflow.history;

import io.cardflow.servers.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Checks that the tables derived from the cards agree with them. */
public final class SideTables {

  private static final List<String[]> CLAIMS =
      List.of(
          new String[] {
            "a card waits",
            """
            SELECT id, state, overdue, since FROM card
            WHERE state NOT IN ('ASSIGNED', 'ABORTED', 'FAILED', 'LOCKED')
            """,
            "SELECT card_id, state, announced, since FROM card_wait"
          },
          new String[] {
            "an assignment runs",
            "SELECT id, assignments, valid_until FROM card WHERE state = 'ASSIGNED'",
            "SELECT card_id, assignment, valid_until FROM card_expiry"
          },
          new String[] {
            "the number of cards in a state",
            "SELECT state, count(*) FROM card GROUP BY state",
            "SELECT state, sum(cards) FROM card_count GROUP BY state HAVING sum(cards) <> 0"
          },
          new String[] {
            "the transitions to a state less those from it",
            "SELECT state, count(*) FROM card GROUP BY state",
            """
            SELECT state, sum(cards) FROM (
              SELECT to_state AS state, cards FROM card_flow
              UNION ALL
              SELECT from_state, -cards FROM card_flow WHERE from_state <> '') f
            GROUP BY state HAVING sum(cards) <> 0
            """
          },
          new String[] {
            "a card has ended",
            "SELECT id, state, since FROM card WHERE state IN ('ABORTED', 'FAILED', 'LOCKED')",
            "SELECT card_id, state, ended_at FROM card_end"
          },
          new String[] {
            "a name of the bureau leads to a card",
            """
            SELECT producer_card_id, 'PRODUCER_CARD', id FROM card
            WHERE producer_card_id IS NOT NULL
            UNION ALL
            SELECT json_array_elements_text(tracking_numbers), 'TRACKING_NUMBER', id FROM card
            """,
            "SELECT alias, kind, card_id FROM card_alias WHERE kind <> 'ORDER'"
          },
          new String[] {
            "an accepted order leads to a card",
            """
            SELECT order_id, id FROM card
            WHERE id IN (SELECT card_id FROM card_alias WHERE kind = 'ORDER')
            """,
            "SELECT alias, card_id FROM card_alias WHERE kind = 'ORDER'"
          });

  private SideTables() {}

  /** The rows that are on one side only; empty if all agree. */
  public static List<String> violations(Database database) {
    List<String> violations = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (String[] claim : CLAIMS) {
        compare(statement, claim[0] + ", only by the cards: ", claim[1], claim[2], violations);
        compare(statement, claim[0] + ", not by the cards: ", claim[2], claim[1], violations);
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    return violations;
  }

  private static void compare(
      Statement statement, String claim, String these, String those, List<String> violations)
      throws SQLException {
    String sql =
        "SELECT d::text FROM (SELECT * FROM (%s) a EXCEPT SELECT * FROM (%s) b) d LIMIT 10"
            .formatted(these, those);
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        violations.add(claim + rows.getString(1));
      }
    }
  }
}
