package io.cardflow.store;

import static io.cardflow.store.Vault.COMMANDS;
import static io.cardflow.store.Vault.STATUS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.domain.Card;
import io.cardflow.domain.InboundPartition;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of statements of a batch depends on its kinds of content, not on its size. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatementCountTest {

  /** BEGIN, progress, clock, and COMMIT; one more for each kind of data that must be read. */
  private static final int FRAME = 4;

  private final Vault vault = new Vault();
  private final Tally tally = new Tally(vault.pool());
  private final BatchStore store = new BatchStore(tally.pool(), (Duration) null);

  @BeforeEach
  void empty() {
    vault.empty();
    tally.take();
  }

  @AfterAll
  void close() {
    vault.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1_000})
  void aMixedBatchTakesTwentyThree(int size) {
    Map<InboundPartition, Progress> owned = vault.own(COMMANDS, STATUS);
    Draft stock = new Draft();
    Draft mixed = new Draft().advance(owned);
    for (int i = 0; i < size; i++) {
      Card waiting = Deck.queued("waiting-" + i);
      Card pooled = Deck.pooled("pooled-" + i);
      stock.create(waiting).create(pooled);
      Card fresh = Deck.queued("fresh-" + i);
      Card ordered = Deck.ordered(waiting);
      Card assigned = Deck.assigned(pooled, "holder-" + i);
      mixed.create(fresh).change(waiting, ordered).change(pooled, assigned);
      mixed.remember(Deck.applied("fresh-" + i, fresh));
      mixed.remember(Deck.applied("ordered-" + i, ordered));
      mixed.remember(Deck.applied("assigned-" + i, assigned));
      mixed.remember(Deck.rejected("rejected-" + i, "absent-" + i));
    }
    vault.commit(stock);

    commit(mixed);

    assertEquals(FRAME + 5 + 14, tally.take());
    assertEquals(3L * size, vault.count("card"));
    assertEquals(4L * size, vault.count("journal"));
    assertEquals(size, vault.count("order_queue"));
    assertEquals(size, vault.count("card_alias"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1_000})
  void holdersThatChangeCardsTakeOneMore(int size) {
    Draft stock = new Draft();
    Draft handed = new Draft();
    for (int i = 0; i < size; i++) {
      Card left = Deck.assigned(Deck.pooled("left-" + i), "holder-" + i);
      Card taken = Deck.pooled("taken-" + i);
      stock.create(left).create(taken);
      handed.change(taken, Deck.assigned(taken, "holder-" + i)).change(left, Deck.withdrawn(left));
    }
    vault.commit(stock);

    commit(handed);

    assertEquals(FRAME + 5 + 8, tally.take());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1_000})
  void rejectionsAloneTakeTwo(int size) {
    Draft draft = new Draft().advance(vault.own(COMMANDS));
    IntStream.range(0, size).forEach(i -> draft.remember(Deck.rejected("m-" + i, "T-1")));

    commit(draft);

    assertEquals(FRAME + 2, tally.take());
  }

  @Test
  void aJournalReadTakesOneInItsTransaction() {
    Vault.await(store.firstUnit(Map.of(1, new OffsetRange(0, 100), 2, new OffsetRange(0, 100))));

    assertEquals(3, tally.take());
  }

  @Test
  void storingThePublishedOffsetsTakesOneInItsTransaction() {
    Map<InboundPartition, Advance> notes = new TreeMap<>();
    vault
        .own(COMMANDS, STATUS)
        .forEach((partition, from) -> notes.put(partition, new Advance(from, 1, 1, 0)));
    tally.take();
    Vault.await(store.advance(notes));

    assertEquals(3, tally.take());
  }

  @Test
  void aStatementForEachOfManyWouldBeCounted() {
    Vault.await(
        tally
            .pool()
            .preparedQuery("SELECT $1::int")
            .executeBatch(List.of(Tuple.of(1), Tuple.of(2))));

    assertEquals(2, tally.take());
  }

  private void commit(Draft draft) {
    BatchTransaction transaction = Vault.await(store.begin());
    Vault.await(transaction.load(draft.lookup()));
    Vault.commit(transaction, draft);
  }
}
