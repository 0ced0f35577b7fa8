package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.domain.Outcome;
import io.cardflow.history.History;
import io.cardflow.history.HistoryChecker;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a lane remembers saves it reading, and decides nothing that the database does not bear. */
class MemoryTest {

  private static final String LOCK = "io.cardflow.command.lock-card.v1";

  @Test
  void aMessageThatIsNotRememberedIsRepeatedAllTheSame() throws Exception {
    try (Road road = new Road()) {
      Replica first = road.replica();
      lock(road, "m", "T-1", "{}");
      first.awaitEnded(road.sent());
      first.stop();

      Replica second = road.replica();
      lock(road, "m", "T-1", "{}");
      road.request("T-2");
      lock(road, "m", "T-1", "{\"reason\":\"another\"}");
      lock(road, "m", "T-2", "{}");
      second.awaitEnded(4);

      assertEquals(1, second.count(Outcome.DUPLICATE));
      assertEquals(1, second.count(Outcome.APPLIED));
      assertEquals(2, second.rejections("ID_REUSED"));
      assertEquals(List.of(), HistoryChecker.violations(road.history()));
    }
  }

  @Test
  void aCardThatWasOvertakenIsReadAgain() throws Exception {
    try (Road road = new Road()) {
      Replica replica = road.replica();
      road.request("T-1");
      replica.awaitEnded(road.sent());

      execute(road, "UPDATE card SET version = 7 WHERE id = 'T-1'");
      road.command("abort-order", "T-1", "{}");
      replica.awaitEnded(road.sent());

      History history = road.history();
      assertEquals(8, history.events().get(2).data().path("version").asInt());
    }
  }

  /** A batch has it, and the memory of the cards that it holds must not hide that. */
  @Test
  void aCardThatIsHeldMeanwhileIsNotAborted() throws Exception {
    try (Road road = new Road()) {
      Replica replica = road.replica();
      road.request("T-1");
      replica.awaitEnded(road.sent());

      execute(road, "UPDATE order_queue SET batch_id = 'B-1' WHERE card_id = 'T-1'");
      road.command("abort-order", "T-1", "{}");
      replica.awaitEnded(road.sent());

      assertEquals(1, replica.rejections("ORDER_IN_FLIGHT"));
    }
  }

  private static void lock(Road road, String id, String card, String data) {
    road.send(road.topics().commands(), LOCK, id, card, data);
  }

  private static void execute(Road road, String sql) throws SQLException {
    try (Connection connection = road.database().connect();
        Statement statement = connection.createStatement()) {
      assertEquals(1, statement.executeUpdate(sql));
    }
  }
}
