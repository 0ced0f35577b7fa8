package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.cardflow.history.History;
import io.cardflow.history.HistoryChecker;
import io.cardflow.history.SideTables;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the bureau reports against the facts on record counts once an operator accepts it. */
class ContradictionRoadTest {

  private static final String SHIPPED =
      "{\"orderId\":\"%s\",\"producerCardId\":\"%s\",\"trackingNumber\":\"%s\"}";

  @Test
  void aCardThatWasMadeAgainGoesOnWithItsOwnFacts() throws Exception {
    try (Road road = new Road()) {
      Replica replica = road.replica();
      ordered(road, replica, "T-1");
      road.status(
          "card-produced",
          "T-1",
          "{\"orderId\":\"OD-1\",\"producerCardId\":\"CA-1\","
              + "\"readouts\":[{\"type\":\"UID\",\"value\":\"04A2\"}]}");
      road.status("card-shipped", "T-1", SHIPPED.formatted("OD-1", "CA-2", "TN-2"));
      replica.awaitEnded(4);
      road.command(
          "replace-production",
          "T-1",
          "{\"producerCardId\":\"CA-2\",\"producedAt\":\"2026-11-22T09:30:00Z\","
              + "\"reason\":\"dead chip\"}");
      replica.awaitEnded(5);
      // The bureau sends its report again, under a new id.
      road.status("card-shipped", "T-1", SHIPPED.formatted("OD-1", "CA-2", "TN-2"));
      road.status("card-shipped", "T-1", SHIPPED.formatted("OD-1", "CA-1", "TN-1"));
      replica.awaitEnded(7);

      History history = road.history();
      assertEquals(List.of(), HistoryChecker.violations(history));
      assertEquals(List.of("FACTS_CONTRADICT", "FACTS_CONTRADICT"), codes(history));
      JsonNode added = history.events().get(4).data();
      assertEquals(5, added.get("version").asInt());
      assertEquals("CA-2", added.at("/order/producerCardId").asText());
      assertEquals("2026-11-22T09:30:00.000Z", added.at("/production/producedAt").asText());
      assertEquals("dead chip", added.get("reason").asText());
      assertFalse(added.at("/production").has("readouts"));
      assertEquals("PRODUCED", history.cards().get(0).state());
      assertEquals(
          1,
          new Operator(road)
              .number(
                  "SELECT count(*) FROM card WHERE readouts IS NULL AND producer_card_id = 'CA-2'"
                      + " AND tracking_numbers::text = '[\"TN-2\"]'"));
      assertEquals(List.of(), SideTables.violations(road.database()));
    }
  }

  @Test
  void aPartOrderGoesOnUnderItsOwnNumberAndTheRestStaysWhereItIs() throws Exception {
    try (Road road = new Road()) {
      Replica replica = road.replica();
      ordered(road, replica, "T-1");
      ordered(road, replica, "T-2");
      road.status("card-shipped", "T-1", SHIPPED.formatted("OD-1-B", "CA-1", "TN-1"));
      replica.awaitEnded(5);
      road.command("accept-order", "T-1", "{\"orderId\":\"OD-1-B\",\"reason\":\"part order\"}");
      replica.awaitEnded(6);
      road.status("card-shipped", "T-1", SHIPPED.formatted("OD-1-B", "CA-1", "TN-1"));
      road.status("production-started", "T-1", "{\"orderId\":\"OD-1\"}");
      replica.awaitEnded(8);

      History history = road.history();
      assertEquals(List.of(), HistoryChecker.violations(history));
      assertEquals(List.of("ORDER_MISMATCH", "ORDER_MISMATCH"), codes(history));
      assertEquals(
          List.of("T-1 PRODUCED", "T-2 ORDERED"),
          history.cards().stream().map(card -> card.id() + " " + card.state()).sorted().toList());
      assertEquals(List.of(), SideTables.violations(road.database()));
    }
  }

  @Test
  void anAcceptedOrderWithoutAReasonIsADeadLetter() throws Exception {
    try (Road road = new Road()) {
      Replica replica = road.replica();
      road.command("accept-order", "T-1", "{\"orderId\":\"OD-1-B\"}");
      road.command("replace-production", "T-1", "{\"reason\":\"which one?\"}");
      replica.awaitEnded(2);

      History history = road.history();
      assertEquals(
          List.of("INVALID_DATA", "INVALID_DATA"),
          history.deadLetters().stream()
              .map(letter -> letter.headers().get("dead-letter-reason"))
              .toList());
    }
  }

  private static void ordered(Road road, Replica replica, String card) {
    int before = road.sent();
    road.request(card);
    replica.awaitEnded(before + 1);
    road.status("order-accepted", card, "{\"batchId\":\"B-1\",\"orderId\":\"OD-1\"}");
    replica.awaitEnded(before + 2);
  }

  private static List<String> codes(History history) {
    return history.rejections().stream().map(each -> each.data().get("code").asText()).toList();
  }
}
