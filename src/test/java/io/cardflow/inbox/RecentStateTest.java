package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Fold;
import io.cardflow.domain.KnownMessages;
import io.cardflow.domain.Ledger;
import io.cardflow.domain.Message;
import io.cardflow.domain.MessageId;
import io.cardflow.domain.Outcome;
import io.cardflow.domain.Policy;
import io.cardflow.domain.ProducerStatus.Readout;
import io.cardflow.domain.Production;
import io.cardflow.domain.Reminders;
import io.cardflow.history.History;
import io.cardflow.history.HistoryChecker;
import io.cardflow.servers.Servers;
import io.cardflow.store.Changes;
import io.cardflow.store.JournalUnit;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The cache saves reads, and the database checks every decision that relies on it. */
class RecentStateTest {

  private static final String CLAIM =
      "WITH taken AS (DELETE FROM order_queue WHERE card_id = 'T-1' RETURNING card_id)"
          + " INSERT INTO order_card (card_id, batch_id) SELECT card_id, 'B-1' FROM taken";

  private static final String LOCK = "io.cardflow.command.lock-card.v1";

  @Test
  void aDuplicateThatIsNotCachedIsStillDetected() throws Exception {
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
      assertEquals(1, second.rejections("ID_REUSED"));
      assertEquals(1, second.rejections("TRANSITION_NOT_ALLOWED"));
      assertEquals(List.of(), HistoryChecker.violations(road.history()));
    }
  }

  @Test
  void aCardThatChangedMeanwhileIsReadAgain() throws Exception {
    try (Road road = new Road()) {
      Replica replica = road.replica();
      road.request("T-1");
      replica.awaitEnded(road.sent());
      Operator operator = new Operator(road);
      long takeovers = operator.number("SELECT sum(epoch) FROM progress");

      execute(road, "UPDATE card SET version = 7, revision = revision + 1 WHERE id = 'T-1'");
      road.command("abort-order", "T-1", "{}");
      replica.awaitEnded(road.sent());

      History history = road.history();
      assertEquals(8, history.events().get(2).data().path("version").asInt());
      assertEquals(
          takeovers,
          operator.number("SELECT sum(epoch) FROM progress"),
          "without taking the partitions over again");
    }
  }

  /** The owner of the other topic's partition may have changed the card. */
  @Test
  void aLaneThatLostOneOfTwoPartitionsDecidesNothing() throws Exception {
    try (Road road = new Road()) {
      Replica replica = road.replica();
      road.request("T-1");
      replica.awaitEnded(road.sent());

      execute(road, "UPDATE card SET tracking_numbers = '[\"TN-1\"]' WHERE id = 'T-1'");
      execute(
          road,
          "UPDATE progress SET epoch = epoch + 1 WHERE topic = 'COMMANDS' AND partition ="
              + new HomePartition(Servers.PARTITIONS).of("T-1"));
      road.status("order-accepted", "T-1", "{\"batchId\":\"B-1\",\"orderId\":\"O-1\"}");
      replica.awaitEnded(road.sent());

      execute(
          road,
          "UPDATE card SET overdue = false WHERE id = 'T-1' AND state = 'ORDERED'"
              + " AND tracking_numbers::text = '[\"TN-1\"]'");
    }
  }

  /** A status is decided differently from a command, and also checks the hold. */
  @Test
  void aCardThatIsHeldMeanwhileMayBeProduced() throws Exception {
    try (Road road = new Road()) {
      Replica replica = road.replica();
      road.request("T-1");
      replica.awaitEnded(road.sent());

      execute(road, CLAIM);
      road.status("production-started", "T-1", "{\"orderId\":\"O-1\"}");
      replica.awaitEnded(road.sent());

      execute(road, "UPDATE card SET overdue = false WHERE id = 'T-1' AND state = 'IN_PRODUCTION'");
    }
  }

  @Test
  void aCardWithManyFactsIsNotCached() {
    RecentState recent = new RecentState();
    recent.forget(true);

    keep(recent, card("T-1", 990), card("T-2", 4_096));

    assertEquals(Set.of("T-1"), remembered(recent));
    keep(recent, card("T-1", 4_096));
    assertEquals(Set.of(), remembered(recent), "nor as it was before");
  }

  @Test
  void aBatchUsesCachedAndReadState() {
    Fold.Known remembered =
        new Fold.Known(Map.of("T-1", card("T-1", 100)), Map.of(), Map.of(), messages("T-1"));
    Fold.Known read =
        new Fold.Known(
            Map.of("T-2", card("T-2", 100)),
            Map.of("T-2", "B-1"),
            Map.of("holder", "T-2"),
            messages("T-2"));

    Fold.Known known = remembered.and(read);

    assertEquals(Set.of("T-1", "T-2"), known.cards().keySet());
    assertEquals(Set.of("T-1", "T-2"), known.messages().ledgers().keySet());
    assertEquals(read.heldBy(), known.heldBy());
    assertEquals(read.holders(), known.holders());
  }

  private static void keep(RecentState recent, Card... cards) {
    Policy policy = new Policy(true, Duration.ofDays(14), true, new Reminders(List.of()));
    recent.keep(
        new Fold.Known(Map.of(), Map.of(), Map.of(), KnownMessages.NONE),
        new Changes(
            Map.of(),
            List.of(cards),
            messages(Stream.of(cards).map(Card::id).toArray(String[]::new)).ledgers(),
            Map.of(),
            Map.of(),
            List.of(),
            Map.of(),
            policy,
            new JournalUnit(1, Instant.EPOCH, List.of(), null),
            Map.of()));
  }

  private static KnownMessages messages(String... cards) {
    return new KnownMessages(
        Stream.of(cards).collect(Collectors.toMap(card -> card, card -> Ledger.NONE)),
        Map.of(),
        Map.of());
  }

  private static Set<String> remembered(RecentState recent) {
    return recent.of(Stream.of("T-1", "T-2").map(RecentStateTest::about).toList()).cards().keySet();
  }

  private static Message about(String card) {
    return new Message(
        new MessageId("/iam", card),
        card,
        LOCK,
        Instant.EPOCH,
        null,
        null,
        null,
        new UUID(0, 0),
        new Message.UnknownType());
  }

  private static Card card(String id, int characters) {
    Readout readout = new Readout("certificate", "x".repeat(characters - 11));
    Production production =
        new Production(null, null, List.of(readout), null, null, null, List.of(), null);
    return new Card(
        id, 1, CardState.PRODUCED, Instant.EPOCH, false, null, production, null, null, 0, null);
  }

  /** An order batch has claimed the card, and the cache must not hide that. */
  @Test
  void aCardThatIsHeldMeanwhileIsNotAborted() throws Exception {
    try (Road road = new Road()) {
      Replica replica = road.replica();
      road.request("T-1");
      replica.awaitEnded(road.sent());

      execute(road, CLAIM);
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
