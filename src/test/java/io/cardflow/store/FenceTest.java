package io.cardflow.store;

import static io.cardflow.store.Vault.COMMANDS;
import static io.cardflow.store.Vault.STATUS;
import static io.cardflow.store.Vault.TOPIC;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.InboundTopic;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A former owner of a partition can no longer write for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FenceTest {

  private static final UUID OWNER = UUID.randomUUID();

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
    claims.put(COMMANDS, new Claim(8, null, TOPIC));
    claims.put(STATUS, new Claim(8, 17L, TOPIC));

    Map<InboundPartition, Progress> taken = Vault.await(vault.store().takeOver(claims, OWNER));

    int log = taken.get(STATUS).log();
    assertEquals(Map.of(STATUS, new Progress(17, 17, 1, OWNER, 0, log, TOPIC)), taken);
    assertEquals(taken, stored());
  }

  @Test
  void aTakeoverKeepsTheProgress() {
    Map<InboundPartition, Progress> first = vault.own(COMMANDS);
    vault.commit(new Draft().advance(first));

    Progress second = vault.own(COMMANDS).get(COMMANDS);
    int log = first.get(COMMANDS).log();
    assertEquals(new Progress(1, 0, 2, second.owner(), 1, log, TOPIC), second);
    assertNotEquals(first.get(COMMANDS).owner(), second.owner());
  }

  @Test
  void anAdvanceOfAFormerOwnerWritesNothing() {
    Map<InboundPartition, Progress> first = vault.own(COMMANDS, STATUS);
    vault.own(COMMANDS);
    Map<InboundPartition, Progress> before = stored();

    assertRefused(
        Map.of(
            COMMANDS, new Advance(first.get(COMMANDS), 5, 5, 0),
            STATUS, new Advance(first.get(STATUS), 6, 6, 0)));

    assertEquals(before, stored());
  }

  /** The progress in a restored database is neither repaired nor overwritten. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "next_offset = 8",
        "topic_id = gen_random_uuid()",
        "published_offset = 7",
        "next_offset = 10",
        "epoch = epoch - 1",
        "owner = gen_random_uuid()",
        "unit = unit - 1"
      })
  void anAdvanceIsWrittenOnlyIfProgressIsAsItsOwnerLeftIt(String setBack) {
    Advance first = new Advance(vault.own(COMMANDS).get(COMMANDS), 9, 8, 3);
    Vault.await(vault.store().advance(Map.of(COMMANDS, first)));
    vault.run("UPDATE progress SET " + setBack);
    Map<InboundPartition, Progress> before = stored();

    assertRefused(Map.of(COMMANDS, new Advance(first.after(), 9, 9, 3)));

    assertEquals(before, stored());
  }

  private void assertRefused(Map<InboundPartition, Advance> late) {
    assertThrows(Conflict.class, () -> Vault.await(vault.store().advance(late)));
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
  void aTakeoverWaitsForTheCommitInProgress() throws Exception {
    Map<InboundPartition, Progress> first = vault.own(COMMANDS);
    Draft draft = new Draft().create(Deck.queued("T-1")).advance(first);
    BatchTransaction transaction = vault.begin();
    Vault.await(transaction.load(draft.lookup()));

    TreeMap<InboundPartition, Claim> claims =
        new TreeMap<>(Map.of(COMMANDS, new Claim(8, 0L, TOPIC)));
    Future<Map<InboundPartition, Progress>> second = vault.store().takeOver(claims, OWNER);
    TimeUnit.MILLISECONDS.sleep(200);
    assertFalse(second.isComplete());
    Vault.commit(transaction, draft);

    int log = first.get(COMMANDS).log();
    assertEquals(
        Map.of(COMMANDS, new Progress(1, 0, 2, OWNER, 1, log, TOPIC)), Vault.await(second));
    assertTrue(vault.load("T-1").known().cards().containsKey("T-1"));
  }

  @Test
  void anotherNumberOfPartitionsIsRejectedAndRaisesNoEpoch() {
    Map<InboundPartition, Progress> first = vault.own(COMMANDS);
    InboundPartition other = new InboundPartition(InboundTopic.COMMANDS, 11);
    TreeMap<InboundPartition, Claim> claims = new TreeMap<>();
    claims.put(COMMANDS, new Claim(12, 0L, TOPIC));
    claims.put(other, new Claim(12, 0L, TOPIC));

    assertThrows(
        PartitionCountChanged.class, () -> Vault.await(vault.store().takeOver(claims, OWNER)));

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
                    List.of(),
                    List.of())));
    Vault.await(transaction.rollback());
    return loaded.progress();
  }
}
