package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.domain.Outcome;
import org.junit.jupiter.api.Test;

/** The road from a record to its events, on a real broker and a real database. */
class InboxTest {

  @Test
  void aCardTravelsFromRequestToLocked() throws Exception {
    try (Road road = new Road()) {
      Replica replica = road.replica();

      road.request("T-1");
      replica.awaitEnded(road.sent());
      road.status("order-accepted", "T-1", "{\"orderId\":\"O1\",\"batchId\":\"B1\"}");
      road.status("card-shipped", "T-1", "{\"orderId\":\"O1\",\"trackingNumber\":\"N1\"}");
      replica.awaitEnded(road.sent());
      road.command("initialize-card", "T-1", "{}");
      road.command("assign-card", "T-1", "{\"holderId\":\"H1\"}");
      road.command("lock-card", "T-1", "{\"reason\":\"lost\"}");
      replica.awaitEnded(road.sent());

      assertEquals(6, replica.count(Outcome.APPLIED));
    }
  }
}
