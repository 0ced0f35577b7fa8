package io.cardflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.InboundPartition;
import io.cardflow.servers.Servers;
import io.cardflow.store.OrderQueue.Portion;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Nothing is claimed on a database with lost commits, or while ordering is closed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrderingFenceTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LEASE = Duration.ofSeconds(60);

  private final Servers servers = Servers.start();
  private final Vault vault = new Vault(servers, 4);
  private final OrderingClosures closures = new OrderingClosures(vault.pool());
  private final Map<InboundPartition, Long> offsets = new HashMap<>();
  private final AtomicInteger comparisons = new AtomicInteger();
  private int cards;
  private Replica replica;

  /** The components with which a replica makes claims. */
  private record Replica(OrderQueue queue, OrderClaims claims) {}

  @BeforeEach
  void empty() {
    vault.empty();
    offsets.clear();
    comparisons.set(0);
    replica = replica(FailoverPolicy.HOLD);
  }

  @AfterAll
  void close() {
    vault.close();
    servers.close();
  }

  @Test
  void whileOrderingIsClosedNothingIsCollectedAndNothingMayBeSent() {
    waiting();
    collect(replica);
    waiting();
    Vault.await(closures.close(ClosureReason.PAUSE, "maintenance"));
    Vault.await(closures.close(ClosureReason.PAUSE, "later"));

    assertEquals(0, collect(replica).cards());
    assertEquals(List.of(), submissions(replica));
    assertEquals("PAUSE maintenance", closed());

    await(closures.release(ClosureReason.PAUSE));
    assertEquals(1, collect(replica).cards());
    assertEquals(2, submissions(replica).size());
  }

  @Test
  void whileOrderingIsClosedABatchThatMayHaveBeenReceivedIsLookedUpAndNotSent() {
    waiting();
    collect(replica);
    assertTrue(submissions(replica).get(0).maySend());
    vault.run("UPDATE order_batch SET due_at = now()");
    Vault.await(closures.close(ClosureReason.PAUSE, "maintenance"));

    List<OrderClaim> claims = submissions(replica);

    assertEquals(1, claims.size());
    assertEquals(false, claims.get(0).maySend());
  }

  @Test
  void aClosureWaitsForClaimsInProgressAndStopsLaterOnes() {
    waiting();
    collect(replica);
    var running =
        Transactions.run(
            vault.pool(),
            connection ->
                connection
                    .query(LastClaims.KEEP_CLOSURES)
                    .execute()
                    .compose(locked -> connection.query("SELECT pg_sleep(1)").execute())
                    .map(slept -> System.nanoTime()));
    vault.awaitLocked("ordering_closure");

    var closed = closures.close(ClosureReason.PAUSE, "maintenance").map(done -> System.nanoTime());

    assertTrue(Vault.await(running) < Vault.await(closed));
    assertEquals(List.of(), submissions(replica));
  }

  @Test
  void afterLostCommitsABatchIsLookedUpBeforeItIsSentAndItsClaimIsInvalid() {
    waiting();
    waiting();
    collect(replica);
    OrderClaim overtaken = submissions(replica, 1).get(0);

    Vault.await(closures.close(ClosureReason.LOST_COMMITS, "gone"));

    assertEquals("UNKNOWN UNKNOWN", vault.ask("SELECT string_agg(status, ' ') FROM order_batch"));
    assertEquals(
        overtaken.number() + 1,
        vault.number("SELECT claims FROM order_batch WHERE id = '" + overtaken.batchId() + "'"));
  }

  @Test
  void claimsOfAnotherReplicaDoNotHideLostOnes() {
    snapshots();
    Replica other = replica(FailoverPolicy.HOLD);
    waiting();
    collect(replica);
    collect(other);
    Servers.Snapshot before = servers.snapshotDatabase();
    waiting();
    assertEquals(1, collect(replica).cards());
    servers.restoreDatabase(before);
    for (int claim = 0; claim < 3; claim++) {
      waiting();
      assertEquals(1, collect(other).cards());
    }

    waiting();

    assertEquals(0, collect(replica).cards());
    assertTrue(closed().startsWith("LOST_COMMITS claim "), closed());
    assertEquals(0, collect(other).cards());

    await(closures.release(ClosureReason.LOST_COMMITS));
    assertTrue(collect(replica).cards() > 0);
  }

  @Test
  void aFailoverClosesOrderingOnceEvenForAReplicaThatHasJustStarted() {
    snapshots();
    waiting();
    collect(replica);
    servers.failOverDatabase();
    waiting();

    Replica fresh = replica(FailoverPolicy.HOLD);
    assertEquals(0, collect(fresh).cards());
    assertTrue(
        closed().startsWith("FAILOVER the last claim was made on timeline 0000000"), closed());

    await(closures.release(ClosureReason.FAILOVER));
    assertEquals(1, collect(fresh).cards());
    waiting();
    assertEquals(1, collect(replica).cards());
  }

  @Test
  void aFailoverWithSynchronousReplicationClosesNothing() {
    waiting();
    collect(replica);
    vault.run("UPDATE ordering_claim SET timeline = '0000000F'");
    waiting();

    assertEquals(1, collect(replica(FailoverPolicy.CONTINUE)).cards());
    assertEquals(null, closed());
  }

  @Test
  void theDatabaseOfAnotherServerClosesOrderingForEveryPolicy() {
    waiting();
    collect(replica);
    vault.run("UPDATE ordering_claim SET system_identifier = 7");
    waiting();

    assertEquals(0, collect(replica(FailoverPolicy.CONTINUE)).cards());
    assertTrue(closed().startsWith("FAILOVER the last claim was made on the server"), closed());
  }

  @Test
  void afterARestartOfTheDatabaseTheOffsetsAreComparedBeforeTheNextClaim() {
    vault.own(Vault.COMMANDS);
    vault.run("UPDATE progress SET next_offset = 7");
    offsets.put(Vault.COMMANDS, 7L);
    waiting();
    collect(replica);
    waiting();
    collect(replica);
    assertEquals(1, comparisons.get());

    servers.stopDatabase();
    servers.startDatabase();
    waiting();

    assertEquals(1, collect(replica).cards());
    assertEquals(2, comparisons.get());
    assertEquals(null, closed());
  }

  @Test
  void aPartitionThatIsAheadInKafkaClosesOrderingUntilItIsRepaired() {
    vault.own(Vault.COMMANDS);
    vault.run("UPDATE progress SET next_offset = 7");
    offsets.put(Vault.COMMANDS, 8L);
    waiting();

    assertEquals(0, collect(replica).cards());
    assertEquals(
        "LOST_COMMITS partition 0 of COMMANDS is decided up to offset 7, but the group has consumed"
            + " up to 8",
        closed());

    await(closures.release(ClosureReason.LOST_COMMITS));
    assertEquals(0, collect(replica).cards());
    assertEquals(0, collect(replica).cards());

    offsets.put(Vault.COMMANDS, 7L);
    await(closures.release(ClosureReason.LOST_COMMITS));
    assertEquals(1, collect(replica).cards());
  }

  @Test
  void nothingIsClaimedWhileKafkaDoesNotAnswer() {
    OrderQueue queue =
        new OrderQueue(
            vault.fence(
                FailoverPolicy.HOLD,
                () -> {
                  throw new IllegalStateException("away");
                }));
    waiting();

    assertThrows(IllegalStateException.class, () -> await(queue.collect("B-away", false, 500)));
    assertEquals(null, closed());
    assertEquals(1, vault.count("order_queue"));
  }

  @Test
  void onlyTheLatestClaimsAreKept() {
    vault.run("DELETE FROM ordering_claim");
    vault.run(
        "INSERT INTO ordering_claim (system_identifier, timeline)"
            + " SELECT system_identifier, '00000001' FROM pg_control_system(), generate_series(1, "
            + (LastClaims.KEPT + 5)
            + ")");
    vault.run(
        "UPDATE ordering_claim SET timeline = left(pg_walfile_name(pg_current_wal_lsn()), 8)");
    waiting();

    collect(replica);

    assertEquals(LastClaims.KEPT + 1, vault.count("ordering_claim"));
  }

  private Replica replica(FailoverPolicy policy) {
    OrderingFence fence =
        vault.fence(
            policy,
            () -> {
              comparisons.incrementAndGet();
              return Map.copyOf(offsets);
            });
    return new Replica(new OrderQueue(fence), new OrderClaims(vault.pool(), fence));
  }

  private void waiting() {
    vault.run(
        """
        INSERT INTO card_request (card_id, layout_id, delivery, card_elements)
        VALUES ('C-%1$d', 'L1', '{}', '{}');
        INSERT INTO order_queue (card_id, immediate, since, destination)
        VALUES ('C-%1$d', false, now(), '%1$d')
        """
            .formatted(++cards));
  }

  private Portion collect(Replica replica) {
    return await(replica.queue().collect("B-" + System.nanoTime(), false, 500));
  }

  private static List<OrderClaim> submissions(Replica replica) {
    return submissions(replica, 10);
  }

  private static List<OrderClaim> submissions(Replica replica, int most) {
    return await(replica.claims().submissions(most, LEASE));
  }

  private String closed() {
    return vault.ask("SELECT string_agg(reason || ' ' || detail, '; ') FROM ordering_closure");
  }

  private static <T> T await(Uni<T> work) {
    return work.await().atMost(PATIENCE);
  }

  private void snapshots() {
    Assumptions.assumeTrue(servers.haveSnapshots(), "PostgreSQL runs in a container");
  }
}
