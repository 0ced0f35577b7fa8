package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.Outcome;
import io.cardflow.domain.Production;
import io.cardflow.history.History;
import io.cardflow.history.History.Published;
import io.cardflow.history.HistoryChecker;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A card with more facts than the limit continues, and the events mark what was left out. */
class FactsLimitTest {

  /** As many as a record's value can hold, which is more than a card keeps. */
  private static final int READOUTS = 14;

  @Test
  void factsBeyondTheLimitAreLeftOutMarkedAndCounted() throws Exception {
    try (Road road = new Road()) {
      Replica replica = road.replica();
      road.request("T-1");
      replica.awaitEnded(1);
      road.status("order-accepted", "T-1", "{\"batchId\":\"B-1\",\"orderId\":\"OD-1\"}");
      replica.awaitEnded(2);
      road.status(
          "card-produced", "T-1", "{\"orderId\":\"OD-1\",\"readouts\":[%s]}".formatted(readouts()));
      road.status(
          "card-shipped",
          "T-1",
          "{\"orderId\":\"OD-1\",\"trackingNumber\":\"%s\"}".formatted("1".repeat(128)));
      replica.awaitEnded(4);

      History history = road.history();
      assertEquals(List.of(), HistoryChecker.violations(history));
      assertEquals(4, replica.count(Outcome.APPLIED));
      assertEquals("PRODUCED", history.cards().get(0).state());
      assertTrue(event(history, "IN_PRODUCTION").data().get("factsTruncated").asBoolean());
      Published shipped = event(history, "PRODUCED");
      assertFalse(shipped.data().has("factsTruncated"));
      assertEquals(1, shipped.data().at("/shipment/trackingNumbers").size());
      assertEquals(READOUTS - 1, replica.factsLeftOut());
      assertTrue(
          new Operator(road).number("SELECT length(readouts::text) FROM card")
              < Production.MAX_CHARACTERS);
    }
  }

  private static String readouts() {
    return IntStream.range(0, READOUTS)
        .mapToObj(
            number -> "{\"type\":\"t%d\",\"value\":\"%s\"}".formatted(number, "v".repeat(4_096)))
        .collect(Collectors.joining(","));
  }

  private static Published event(History history, String to) {
    return history.events().stream()
        .filter(each -> each.data().path("to").asText().equals(to))
        .findFirst()
        .orElseThrow();
  }
}
