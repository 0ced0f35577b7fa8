package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Each assignment of a card is on record, with its end. */
class AssignmentRowsTest {

  @Test
  void assignmentsAreKeptWithTheirEnds() throws Exception {
    try (Road road = new Road()) {
      Replica replica = road.replica();
      road.request("T-1");
      road.status("order-accepted", "T-1", "{\"batchId\":\"B-1\",\"orderId\":\"O-1\"}");
      replica.awaitEnded(2);
      road.status("card-shipped", "T-1", "{\"orderId\":\"O-1\"}");
      replica.awaitEnded(3);
      road.command("initialize-card", "T-1", "{}");
      // One batch may begin and end several assignments.
      road.command("assign-card", "T-1", "{\"holderId\":\"anna\"}");
      road.command("withdraw-card", "T-1", "{}");
      road.command("assign-card", "T-1", "{\"holderId\":\"bert\"}");
      road.command("lock-card", "T-1", "{}");
      replica.awaitEnded(8);
      road.request("T-2");
      replica.awaitEnded(9);

      assertEquals(
          "1 anna WITHDRAW_CARD ended, 2 bert LOCK_CARD ended",
          ask(
              road,
              "SELECT string_agg(concat_ws(' ', number, holder_id, ended_by,"
                  + " CASE WHEN ended_at IS NOT NULL THEN 'ended' END), ', ' ORDER BY number)"
                  + " FROM card_assignment WHERE card_id = 'T-1'"));
      assertEquals(
          "T-1 LOCKED", ask(road, "SELECT string_agg(card_id || ' ' || state, ',') FROM card_end"));
      assertEquals("T-1", ask(road, "SELECT string_agg(card_id, ',') FROM delivery_end"));
    }
  }

  @Test
  void anOngoingAssignmentHasItsLatestValidity() throws Exception {
    try (Road road = new Road()) {
      Replica replica = road.replica();
      road.request("T-1");
      road.status("order-accepted", "T-1", "{\"batchId\":\"B-1\",\"orderId\":\"O-1\"}");
      replica.awaitEnded(2);
      road.status("card-shipped", "T-1", "{\"orderId\":\"O-1\"}");
      replica.awaitEnded(3);
      road.command("initialize-card", "T-1", "{}");
      road.command("assign-card", "T-1", "{\"holderId\":\"anna\"}");
      replica.awaitEnded(5);
      road.command("extend-card", "T-1", "{\"validUntil\":\"2099-12-20T17:00:00Z\"}");
      replica.awaitEnded(6);

      assertEquals(
          "anna 2099",
          ask(
              road,
              "SELECT holder_id || ' ' || extract(year FROM valid_until) FROM card_assignment"
                  + " WHERE ended_at IS NULL"));
    }
  }

  private static String ask(Road road, String sql) throws SQLException {
    try (Connection connection = road.database().connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
