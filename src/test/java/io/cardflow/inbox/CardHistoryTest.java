package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** The history of a card leads from its latest message back to its request. */
class CardHistoryTest {

  private static final String ABORT = "io.cardflow.command.abort-order.v1";

  @Test
  void eachMessageThatWasDecidedIsFoundFromTheCard() throws Exception {
    try (Road road = new Road()) {
      Replica replica = road.replica();
      road.request("T-1");
      road.command("lock-card", "T-1", "{}");
      replica.awaitEnded(2);
      // The card is not cached by the next replica.
      replica.stop();
      road.send(road.topics().commands(), ABORT, "m", "T-1", "{\"reason\":\"why\"}");
      road.send(road.topics().commands(), ABORT, "m", "T-1", "{\"reason\":\"why\"}");
      road.send(road.topics().commands(), ABORT, "m", "T-1", "{\"reason\":\"else\"}");
      road.request("T-2");
      Replica next = road.replica();
      next.awaitEnded(4);

      assertEquals(
          "REJECTED ID_REUSED, APPLIED why, REJECTED TRANSITION_NOT_ALLOWED, APPLIED",
          history(road, "T-1"));
      assertEquals("APPLIED", history(road, "T-2"));
    }
  }

  private static String history(Road road, String card) throws Exception {
    try (Connection connection = road.database().connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT outcome, code, reason FROM card_history('" + card + "')")) {
      StringBuilder history = new StringBuilder();
      while (row.next()) {
        history.append(history.isEmpty() ? "" : ", ").append(row.getString(1));
        if (row.getString(2) != null) {
          history.append(' ').append(row.getString(2));
        } else if (row.getString(3) != null) {
          history.append(' ').append(row.getString(3));
        }
      }
      return history.toString();
    }
  }
}
