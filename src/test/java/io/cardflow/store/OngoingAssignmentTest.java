package io.cardflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.domain.Card;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An ongoing assignment remains exclusive, whatever else its batch changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OngoingAssignmentTest {

  private final Vault vault = new Vault();
  private final Card counted = Deck.assigned(Deck.pooled("T-1"), "A");
  private final Card pooled = Deck.pooled("T-2");

  @AfterAll
  void close() {
    vault.close();
  }

  @BeforeEach
  void keep() {
    vault.empty();
    vault.commit(new Draft().create(counted).create(pooled));
  }

  @Test
  void itStaysExclusiveWhereSeveralCardsAreAllowedNow() {
    vault.commit(new Draft().severalCardsPerHolder().change(counted, Deck.extended(counted)));

    assertEquals(Map.of("A", "T-1"), holders());
  }

  @Test
  void itStaysExclusiveWhenItsHolderGetsASecondCard() {
    vault.commit(
        new Draft()
            .severalCardsPerHolder()
            .change(counted, Deck.extended(counted))
            .change(pooled, Deck.assigned(pooled, "A")));

    assertEquals(Map.of("A", "T-1"), holders());
  }

  @Test
  void itStaysExclusiveBesideASecondCardThatIsNot() {
    Card uncounted = Deck.assigned(pooled, "A");
    vault.commit(new Draft().severalCardsPerHolder().change(pooled, uncounted));

    vault.commit(
        new Draft()
            .change(counted, Deck.extended(counted))
            .change(uncounted, Deck.extended(uncounted)));

    assertEquals(Map.of("A", "T-1"), holders());
  }

  @Test
  void itStaysNonExclusiveWhereOneCardIsAllowedNow() {
    Card uncounted = Deck.assigned(pooled, "B");
    vault.commit(new Draft().severalCardsPerHolder().change(pooled, uncounted));

    vault.commit(new Draft().change(uncounted, Deck.extended(uncounted)));

    assertEquals(Map.of("A", "T-1"), holders());
  }

  @Test
  void theNextAssignmentOfACardFollowsTheCurrentSetting() {
    Card next = Deck.assigned(Deck.withdrawn(counted), "A");
    vault.commit(new Draft().severalCardsPerHolder().change(counted, next));
    assertEquals(Map.of(), holders());

    vault.run("UPDATE card SET revision = version");
    vault.commit(new Draft().change(next, Deck.assigned(Deck.withdrawn(next), "B")));
    assertEquals(Map.of("B", "T-1"), holders());
  }

  private Map<String, String> holders() {
    return vault.load(List.of(), List.of("A", "B")).known().holders();
  }
}
