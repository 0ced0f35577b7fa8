package io.cardflow.store;

import static io.cardflow.store.Vault.COMMANDS;
import static io.cardflow.store.Vault.STATUS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.InboundTopic;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whoever lost a partition writes nothing for it any more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FenceTest {

  private final Vault vault = new Vault();

  @BeforeEach
  void empty() {
    vault.empty();
  }

  @AfterAll
  void close() {
    vault.close();
  }

  @Test
  void aTransactionSeesTheEpochOfTheLastOwner() {
    Map<InboundPartition, Progress> first = vault.own(COMMANDS, STATUS);
    Map<InboundPartition, Progress> second = vault.own(COMMANDS, STATUS);

    assertEquals(first.get(COMMANDS).epoch() + 1, second.get(COMMANDS).epoch());
    assertEquals(second, stored());
  }

  @Test
  void onlyThePartitionsTakenOverGetANewEpoch() {
    Map<InboundPartition, Progress> first = vault.own(COMMANDS, STATUS);
    Map<InboundPartition, Progress> second = vault.own(STATUS);

    assertEquals(first.get(COMMANDS), stored().get(COMMANDS));
    assertEquals(second.get(STATUS), stored().get(STATUS));
  }

  @Test
  void aPartitionThatMustHaveBeenOwnedButWasNotIsAbsent() {
    TreeMap<InboundPartition, Claim> claims = new TreeMap<>();
    claims.put(COMMANDS, new Claim(8, null));
    claims.put(STATUS, new Claim(8, 17L));

    Map<InboundPartition, Progress> taken = Vault.await(vault.store().takeOver(claims));

    assertEquals(Map.of(STATUS, new Progress(17, 17, 1)), taken);
    assertEquals(taken, stored());
  }

  @Test
  void aTakeOverLeavesProgressWhereItIs() {
    Map<InboundPartition, Progress> first = vault.own(COMMANDS);
    vault.commit(new Draft().advance(first));

    assertEquals(new Progress(1, 0, 2), vault.own(COMMANDS).get(COMMANDS));
  }

  @Test
  void publishedUnderAnOldEpochWritesNothing() {
    Map<InboundPartition, Progress> first = vault.own(COMMANDS, STATUS);
    Map<InboundPartition, Progress> second = vault.own(COMMANDS);

    Map<InboundPartition, Progress> late =
        Map.of(
            COMMANDS, new Progress(5, 5, first.get(COMMANDS).epoch()),
            STATUS, new Progress(6, 6, first.get(STATUS).epoch()));

    assertThrows(Conflict.class, () -> Vault.await(vault.store().published(late)));

    assertEquals(second.get(COMMANDS), stored().get(COMMANDS));
    assertEquals(6, stored().get(STATUS).published());
  }

  @Test
  void aNoteThatComesLateTakesNothingBack() {
    Map<InboundPartition, Progress> mine = vault.own(COMMANDS);
    long epoch = mine.get(COMMANDS).epoch();
    Vault.await(vault.store().published(Map.of(COMMANDS, new Progress(9, 8, epoch))));

    Vault.await(vault.store().published(Map.of(COMMANDS, new Progress(5, 5, epoch))));

    assertEquals(new Progress(9, 8, epoch), stored().get(COMMANDS));
  }

  @Test
  void aCommitUnderAnOldEpochLeavesNothingBehind() {
    Map<InboundPartition, Progress> first = vault.own(COMMANDS, STATUS);
    vault.own(COMMANDS);
    Map<InboundPartition, Progress> before = stored();
    Draft late =
        new Draft()
            .create(Deck.queued("T-1"))
            .remember(Deck.applied("m-1", Deck.queued("T-1")))
            .advance(first);

    assertThrows(Conflict.class, () -> vault.commit(late));

    assertEquals(before, stored());
    for (String table : List.of("card", "card_request", "order_queue", "journal")) {
      assertEquals(0, vault.count(table), table);
    }
  }

  @Test
  void aTakeOverWaitsForTheCommitThatIsUnderWay() throws Exception {
    Map<InboundPartition, Progress> first = vault.own(COMMANDS);
    Draft draft = new Draft().create(Deck.queued("T-1")).advance(first);
    BatchTransaction transaction = vault.begin();
    Vault.await(transaction.load(draft.lookup()));

    TreeMap<InboundPartition, Claim> claims = new TreeMap<>(Map.of(COMMANDS, new Claim(8, 0L)));
    Future<Map<InboundPartition, Progress>> second = vault.store().takeOver(claims);
    TimeUnit.MILLISECONDS.sleep(200);
    assertFalse(second.isComplete());
    Vault.commit(transaction, draft);

    assertEquals(Map.of(COMMANDS, new Progress(1, 0, 2)), Vault.await(second));
    assertTrue(vault.load("T-1").known().cards().containsKey("T-1"));
  }

  @Test
  void anotherNumberOfPartitionsIsRefusedAndRaisesNoEpoch() {
    Map<InboundPartition, Progress> first = vault.own(COMMANDS);
    InboundPartition other = new InboundPartition(InboundTopic.COMMANDS, 11);
    TreeMap<InboundPartition, Claim> claims = new TreeMap<>();
    claims.put(COMMANDS, new Claim(12, 0L));
    claims.put(other, new Claim(12, 0L));

    assertThrows(PartitionCountChanged.class, () -> Vault.await(vault.store().takeOver(claims)));

    assertEquals(first.get(COMMANDS), stored().get(COMMANDS));
    assertEquals(1, vault.count("progress"));
  }

  private Map<InboundPartition, Progress> stored() {
    BatchTransaction transaction = vault.begin();
    Loaded loaded =
        Vault.await(
            transaction.load(
                new Lookup(
                    new TreeSet<>(List.of(COMMANDS, STATUS)),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of())));
    Vault.await(transaction.rollback());
    return loaded.progress();
  }
}
