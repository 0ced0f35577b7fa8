package io.cardflow.store;

import static io.cardflow.store.Vault.COMMANDS;
import static io.cardflow.store.Vault.STATUS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.history.SideTables;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Transitions are counted in intervals of ten minutes. */
class FlowTest {

  private final Vault vault = new Vault();

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void theTransitionsOfUnitsAddUp() {
    Card first = Deck.queued("T-1");
    Card second = Deck.queued("T-2");
    vault.commit(new Draft().create(first).create(second).advance(vault.own(COMMANDS, STATUS)));
    vault.commit(
        new Draft()
            .change(first, Deck.moved(first, CardState.ORDERED))
            .advance(vault.own(COMMANDS, STATUS)));
    vault.commit(
        new Draft()
            .change(second, Deck.moved(second, CardState.ORDERED))
            .advance(vault.own(COMMANDS, STATUS)));

    assertEquals(
        "0  PROCESSING 2,0 PROCESSING ORDERED 2",
        vault.ask(
            "SELECT string_agg(partition || ' ' || from_state || ' ' || to_state || ' ' || cards,"
                + " ',' ORDER BY from_state) FROM card_flow"));
    assertEquals(
        "2025-03-04 05:00:00+00",
        vault.ask("SELECT min(begun_at AT TIME ZONE 'UTC') || '+00' FROM card_flow"));
    assertEquals(List.of(), SideTables.violations(vault.database()));
  }

  @Test
  void anIntervalBeginsEveryTenMinutes() {
    assertEquals(at("05:00:00Z"), FlowTable.begin(at("05:09:59.999999Z")));
    assertEquals(at("05:10:00Z"), FlowTable.begin(at("05:10:00Z")));
    assertEquals(
        Instant.parse("1969-12-31T23:50:00Z"),
        FlowTable.begin(Instant.parse("1969-12-31T23:59:59.5Z")));
  }

  private static Instant at(String time) {
    return Instant.parse("2025-03-04T" + time);
  }
}
