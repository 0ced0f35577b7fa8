package io.cardflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.domain.Assignment;
import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Failure;
import io.cardflow.domain.OrderReference;
import io.cardflow.domain.ProducerStatus.Readout;
import io.cardflow.domain.Production;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A card is read back as it was stored. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoundTripTest {

  private static final Instant MILLIS = Instant.parse("2025-03-04T05:06:07.089Z");
  private static final Instant MICROS = Instant.parse("2025-03-04T05:06:07.089001Z");
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");
  private static final Instant EARLY = Instant.parse("1969-12-31T23:59:59.999999Z");
  private static final String ODD = "é€😀 \"q\" \\ ' {,} NULL \u0001\t\n\u2028\uffff ";

  private final Vault vault = new Vault();

  @BeforeEach
  void empty() {
    vault.empty();
  }

  @AfterAll
  void close() {
    vault.close();
  }

  @ParameterizedTest
  @MethodSource("cards")
  void aNewCardIsReadBackUnchanged(Card card) {
    vault.commit(new Draft().create(card));

    assertEquals(Map.of(card.id(), card), vault.load(card.id()).known().cards());
  }

  @ParameterizedTest
  @MethodSource("cards")
  void aChangedCardIsReadBackUnchanged(Card card) {
    Card before = full(card.id(), 1, CardState.ASSIGNED, MILLIS);
    vault.commit(new Draft().create(before));

    vault.commit(new Draft().change(before, card));

    assertEquals(Map.of(card.id(), card), vault.load(card.id()).known().cards());
  }

  @ParameterizedTest
  @MethodSource("cards")
  void aCardAmongOthersIsReadBackUnchanged(Card card) {
    Card other = full("Z", 9, CardState.ASSIGNED, MICROS);
    vault.commit(
        new Draft().severalCardsPerHolder().create(Deck.queued("A")).create(card).create(other));

    assertEquals(
        Map.of(card.id(), card, "A", Deck.queued("A"), "Z", other),
        vault.load("Z", card.id(), "A", "absent").known().cards());
  }

  static Stream<Card> cards() {
    return Stream.of(
        Deck.queued("T-1"),
        Deck.queued(ODD),
        full("T-1", 2, CardState.ASSIGNED, MILLIS),
        full("T-1", Integer.MAX_VALUE, CardState.EXPIRED, MICROS),
        full("T-1", 2, CardState.ASSIGNED, FIRST),
        full("T-1", 2, CardState.ASSIGNED, LAST),
        full("T-1", 2, CardState.ASSIGNED, EARLY),
        bare(new OrderReference("B", null, null), Production.NONE, null),
        bare(new OrderReference(null, "O", null), Production.NONE, null),
        bare(new OrderReference("B", null, "P"), Production.NONE, null),
        bare(null, Production.NONE, new Failure("F", null)),
        bare(null, made(List.of(), List.of("N1")), null),
        bare(null, made(List.of(new Readout("t", "v")), List.of()), null),
        bare(null, made(List.of(new Readout("", "\u0000")), List.of("N2", "N1", ODD)), null));
  }

  private static Card full(String id, int version, CardState state, Instant time) {
    return new Card(
        id,
        version,
        state,
        time,
        version % 2 == 0,
        new OrderReference("B" + ODD, "O" + ODD, "P" + ODD),
        new Production(
            time.plusMillis(-1).isBefore(FIRST) ? time : time.plusMillis(-1),
            time,
            List.of(new Readout("uid", "04:A2"), new Readout("uid", ODD), new Readout(ODD, "")),
            time,
            "S" + ODD,
            "C" + ODD,
            List.of("N-2", "N-1", ODD, ""),
            time),
        new Failure("F" + ODD, "D" + ODD),
        "serial" + ODD,
        3,
        new Assignment(3, "H" + ODD, time, time));
  }

  private static Card bare(OrderReference order, Production production, Failure failure) {
    return new Card(
        "T-1", 2, CardState.LOCKED, MILLIS, false, order, production, failure, null, 2, null);
  }

  private static Production made(List<Readout> readouts, List<String> numbers) {
    return new Production(null, null, readouts, null, null, null, numbers, null);
  }
}
