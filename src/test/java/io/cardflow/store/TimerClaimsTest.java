package io.cardflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Timers that are due by the database's clock are claimed by one replica at a time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimerClaimsTest {

  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final Vault vault = new Vault();
  private final ExpiryTimers expiries = new ExpiryTimers(vault.pool());
  private final DwellTimers dwells = new DwellTimers(vault.pool());
  private final CardFigures figures = new CardFigures(vault.pool());

  @BeforeEach
  void empty() {
    vault.empty();
  }

  @AfterAll
  void close() {
    vault.close();
  }

  @Test
  void anAssignmentIsDueWhenItsTimeHasCome() {
    assign("T-1", "T-2");
    vault.run("UPDATE card_expiry SET due_at = now() + interval '1 hour' WHERE card_id = 'T-2'");

    List<ExpiryTimers.Due> due = await(expiries.claim(10, LEASE));

    assertEquals(List.of("T-1"), due.stream().map(ExpiryTimers.Due::cardId).toList());
    assertEquals(1, due.get(0).assignment());
    assertEquals(Deck.NOW.plus(DAY), due.get(0).validUntil());
    assertEquals(0, due.get(0).attempts());
    assertTrue(Duration.between(due.get(0).at(), Instant.now()).abs().toMinutes() < 10);
  }

  @Test
  void aClaimIsExclusiveUntilItsLeaseExpires() {
    assign("T-1");
    await(expiries.claim(10, LEASE));

    assertEquals(List.of(), await(expiries.claim(10, LEASE)));
    vault.run("UPDATE card_expiry SET due_at = due_at - interval '1 minute'");
    assertEquals(1, await(expiries.claim(10, LEASE)).size());
  }

  @Test
  void concurrentReplicasClaimDifferentRows() {
    assign(IntStream.range(0, 1_000).mapToObj(i -> "T-" + i).toArray(String[]::new));

    List<Uni<List<ExpiryTimers.Due>>> claims = new ArrayList<>();
    for (int replica = 0; replica < 4; replica++) {
      claims.add(expiries.claim(250, LEASE));
    }
    Set<String> taken = new TreeSet<>();
    List<ExpiryTimers.Due> all = new ArrayList<>();
    await(Uni.join().all(claims).andFailFast()).forEach(all::addAll);
    for (int turn = 0; turn < 4; turn++) {
      all.addAll(await(expiries.claim(250, LEASE)));
    }
    all.forEach(each -> taken.add(each.cardId()));

    assertEquals(1_000, all.size());
    assertEquals(1_000, taken.size());
  }

  @Test
  void aRowIsDueAtItsNextTimeAndNotBefore() {
    assign("T-1");
    ExpiryTimers.Due due = await(expiries.claim(10, LEASE)).get(0);

    await(expiries.note(List.of(new ExpiryTimers.Next(due, due.at().minusSeconds(1), 1))));

    assertEquals(1, await(expiries.claim(10, LEASE)).get(0).attempts());
  }

  @Test
  void theNextTimeOfAnAssignmentThatWasExtendedMeanwhileIsIgnored() {
    Card card = assign("T-1").get(0);
    ExpiryTimers.Due due = await(expiries.claim(10, LEASE)).get(0);
    vault.commit(new Draft().change(card, Deck.extended(card)));

    await(expiries.note(List.of(new ExpiryTimers.Next(due, due.at().plus(DAY), 1))));

    assertEquals(0, await(expiries.claim(10, LEASE)).get(0).attempts());
  }

  @Test
  void aRowLockedByTheInboxBlocksNoReplica() {
    assign("T-1", "T-2");
    List<ExpiryTimers.Due> due = await(expiries.claim(10, LEASE));
    vault.run("UPDATE card_expiry SET due_at = now()");
    SqlConnection inbox = Vault.await(vault.pool().getConnection());
    Vault.await(inbox.query("BEGIN").execute());
    Vault.await(inbox.query("DELETE FROM card_expiry WHERE card_id = 'T-1'").execute());

    List<ExpiryTimers.Due> again = await(expiries.claim(10, LEASE));
    await(
        expiries.note(
            due.stream().map(each -> new ExpiryTimers.Next(each, each.at(), 7)).toList()));

    assertEquals(List.of("T-2"), again.stream().map(ExpiryTimers.Due::cardId).toList());
    Vault.await(inbox.query("ROLLBACK").execute());
    Vault.await(inbox.close());
    assertEquals(7, vault.number("SELECT attempts FROM card_expiry WHERE card_id = 'T-2'"));
    assertEquals(0, vault.number("SELECT attempts FROM card_expiry WHERE card_id = 'T-1'"));
  }

  @Test
  void aStayIsDueWhenItIsLongerThanItsLimit() {
    vault.commit(new Draft().create(Deck.queued("T-1")).create(Deck.queued("T-2")));
    vault.run("UPDATE card_wait SET since = now() - interval '1 hour' WHERE card_id = 'T-2'");

    List<DwellTimers.Due> due = await(dwells.claim(CardState.PROCESSING, DAY, 10, LEASE));

    assertEquals(List.of("T-1"), due.stream().map(DwellTimers.Due::cardId).toList());
    assertEquals(CardState.PROCESSING, due.get(0).state());
    assertEquals(Deck.queued("T-1").since(), due.get(0).since());
    assertEquals(List.of(), await(dwells.claim(CardState.PROCESSING, DAY, 10, LEASE)));
    assertEquals(List.of(), await(dwells.claim(CardState.ORDERED, DAY, 10, LEASE)));
  }

  @Test
  void anAnnouncedStayIsNoLongerDue() {
    Card card = Deck.queued("T-1");
    vault.commit(new Draft().create(card));
    vault.run("UPDATE card SET overdue = true; UPDATE card_wait SET announced = true");

    assertEquals(List.of(), await(dwells.claim(CardState.PROCESSING, DAY, 10, LEASE)));
  }

  @Test
  void aStayIsDueAgainIfItsAnnouncementHadNoEffect() {
    vault.commit(new Draft().create(Deck.queued("T-1")));
    DwellTimers.Due due = await(dwells.claim(CardState.PROCESSING, DAY, 10, LEASE)).get(0);

    await(dwells.note(List.of(new DwellTimers.Next(due, due.at().minusSeconds(1)))));

    assertEquals(1, await(dwells.claim(CardState.PROCESSING, DAY, 10, LEASE)).get(0).attempts());
  }

  @Test
  void theFiguresHaveTheCardsTheOldestStayAndTheOverdueOnes() {
    vault.commit(
        new Draft()
            .create(Deck.queued("T-1"))
            .create(Deck.queued("T-2"))
            .create(Deck.queued("T-3"))
            .create(Deck.pooled("T-4")));
    vault.run("UPDATE card_wait SET since = now() - interval '2 hours' WHERE card_id = 'T-1'");
    vault.run(
        "UPDATE card_wait SET since = now() - interval '3 hours', announced = true"
            + " WHERE card_id = 'T-2'");
    vault.run("UPDATE card_wait SET since = now() WHERE card_id = 'T-3'");

    CardFigures.Figures read =
        await(
            figures.read(
                Map.of(CardState.PROCESSING, Duration.ofHours(1), CardState.EXPIRED, DAY)));

    assertEquals(Map.of(CardState.PROCESSING, 3L, CardState.UNASSIGNED, 1L), read.cards());
    assertEquals(2, read.stays().get(CardState.PROCESSING).overdue());
    assertEquals(3 * 3600, read.stays().get(CardState.PROCESSING).oldestSeconds(), 60);
    assertEquals(new CardFigures.Stays(0, 0), read.stays().get(CardState.EXPIRED));
  }

  private List<Card> assign(String... ids) {
    Draft draft = new Draft();
    List<Card> cards = new ArrayList<>();
    for (String id : ids) {
      Card card = Deck.assigned(Deck.pooled(id), "holder of " + id);
      cards.add(card);
      draft.create(card);
    }
    vault.commit(draft);
    return cards;
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(Duration.ofSeconds(20));
  }
}
