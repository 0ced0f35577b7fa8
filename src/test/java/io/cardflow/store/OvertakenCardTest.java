package io.cardflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A decision about a card that has changed in the meantime is not written. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OvertakenCardTest {

  private final Vault vault = new Vault();
  private final Card loaded = Deck.queued("T-1");
  private final Card overtaking = Deck.moved(loaded, CardState.ORDERED);
  private final Card other = Deck.queued("T-2");

  @BeforeEach
  void overtake() {
    vault.empty();
    vault.commit(new Draft().create(loaded).create(other));
    vault.commit(new Draft().change(loaded, overtaking));
  }

  @AfterAll
  void close() {
    vault.close();
  }

  @Test
  void aChangeOfAnOlderVersionLeavesNothingBehind() {
    Draft late =
        new Draft()
            .change(other, Deck.moved(other, CardState.ABORTED))
            .change(loaded, Deck.moved(loaded, CardState.ABORTED));

    assertThrows(Conflict.class, () -> vault.commit(late));

    assertKept();
  }

  @Test
  void anExistingCardIsNotCreatedAgain() {
    Draft again = new Draft().change(other, Deck.moved(other, CardState.ABORTED)).create(loaded);

    assertThrows(Conflict.class, () -> vault.commit(again));

    assertKept();
  }

  @Test
  void aChangeOfAMissingCardLeavesNothingBehind() {
    Card unstored = Deck.queued("T-3");
    Draft draft =
        new Draft()
            .change(other, Deck.moved(other, CardState.ABORTED))
            .change(unstored, Deck.moved(unstored, CardState.ABORTED));

    assertThrows(Conflict.class, () -> vault.commit(draft));

    assertKept();
  }

  private void assertKept() {
    assertEquals(
        Map.of("T-1", overtaking, "T-2", other), vault.load("T-1", "T-2", "T-3").known().cards());
    assertEquals(1, vault.count("order_queue"));
  }
}
