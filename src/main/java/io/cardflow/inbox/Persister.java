package io.cardflow.inbox;

import io.cardflow.domain.Fold;
import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.JournalPosition;
import io.cardflow.domain.Message;
import io.cardflow.store.BatchStore;
import io.cardflow.store.BatchTooLarge;
import io.cardflow.store.BatchTransaction;
import io.cardflow.store.Changes;
import io.cardflow.store.Conflict;
import io.cardflow.store.DataRefused;
import io.cardflow.store.ImmediateOrders;
import io.cardflow.store.KeyConflict;
import io.cardflow.store.Loaded;
import io.cardflow.store.Lookup;
import io.cardflow.store.Progress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Decides a batch and commits it to PostgreSQL in one transaction that checks the owner. */
final class Persister {

  private static final Logger LOG = Logger.getLogger(Persister.class);

  /** How often a batch is decided again after a conflict with another writer. */
  private static final int ATTEMPTS = 8;

  private final BatchStore store;
  private final BatchDecider decider;
  private final ImmediateOrders orders;

  Persister(BatchStore store, BatchDecider decider, ImmediateOrders orders) {
    this.store = store;
    this.decider = decider;
    this.orders = orders;
  }

  /**
   * Decides and commits a batch.
   *
   * @param assigned the lane's partitions; updated with the committed progress
   * @param recent the cached state
   * @throws DataRefused if PostgreSQL rejects a row; nothing is stored then
   * @throws RecordFault if deciding a record fails with an error in Cardflow; nothing is stored
   *     then
   * @throws BatchTooLarge if the batch takes too much memory; nothing is stored then
   * @throws Fenced if the progress of a partition differs from what its owner wrote
   */
  BatchResult persist(Batch batch, AssignedPartitions assigned, RecentState recent) {
    for (int attempt = 1; ; attempt++) {
      try {
        Decided decided = persistOnce(batch, assigned, recent);
        recent.keep(decided.known(), decided.result().changes());
        return decided.result();
      } catch (Conflict conflict) {
        if (attempt == ATTEMPTS) {
          throw conflict instanceof KeyConflict key ? key.asDataRefused() : conflict;
        }
        recent.clear();
        LOG.debugf("batch decided again attempt=%d cause=%s", attempt, conflict.getMessage());
      }
    }
  }

  private Decided persistOnce(Batch batch, AssignedPartitions assigned, RecentState recent) {
    Fold.Known remembered = recent.of(batch.messages());
    return inTransaction(
        batch,
        decider.lookup(batch, assigned.partitions(), remembered),
        assigned,
        (transaction, loaded) -> {
          Fold.Known known =
              withRepeats(batch.messages(), remembered.and(loaded.known()), transaction);
          return new Decided(known, guarded(() -> decider.decide(batch, known, assigned, loaded)));
        });
  }

  /** Adds the earlier messages that have the digest of one of these. Most batches have none. */
  private static Fold.Known withRepeats(
      List<Message> batch, Fold.Known known, BatchTransaction transaction) {
    Set<JournalPosition> repeated = known.messages().sameDigests(batch);
    return repeated.isEmpty()
        ? known
        : known.with(known.messages().with(Futures.await(transaction.messages(repeated))));
  }

  /**
   * Commits a batch of one record as a dead letter.
   *
   * @param cause the cause in one line, without any content of the record
   */
  BatchResult giveUp(Batch batch, AssignedPartitions assigned, String cause) {
    return inTransaction(
            batch,
            decider.progressAlone(batch),
            assigned,
            (transaction, loaded) ->
                new Decided(
                    loaded.known(), guarded(() -> decider.giveUp(batch, assigned, cause, loaded))))
        .result();
  }

  /**
   * A decided batch.
   *
   * @param known the state of its cards and messages before it
   */
  private record Decided(Fold.Known known, BatchResult result) {}

  private Decided inTransaction(
      Batch batch,
      Lookup lookup,
      AssignedPartitions assigned,
      BiFunction<BatchTransaction, Loaded, Decided> decide) {
    BatchTransaction transaction = Futures.await(store.begin());
    try {
      Loaded loaded = Futures.await(transaction.load(lookup));
      fence(batch, lookup, loaded, assigned);
      Decided decided = decide.apply(transaction, loaded);
      Changes changes = decided.result().changes();
      boolean immediate = Futures.await(guarded(() -> transaction.commit(changes)));
      assigned.stored(changes.progress());
      if (immediate) {
        orders.stored();
      }
      return decided;
    } catch (Throwable failed) {
      try {
        Futures.await(transaction.rollback());
      } catch (RuntimeException late) {
        failed.addSuppressed(late);
      }
      throw failed;
    }
  }

  /**
   * Runs code that uses neither PostgreSQL nor Kafka. A failure there is an error in Cardflow that
   * a record triggers, and does not stop the lane.
   */
  private static <T> T guarded(Supplier<T> work) {
    try {
      return work.get();
    } catch (BatchTooLarge | RecordFault known) {
      throw known;
    } catch (RuntimeException | AssertionError | StackOverflowError error) {
      throw new RecordFault(error);
    }
  }

  private static void fence(
      Batch batch, Lookup lookup, Loaded loaded, AssignedPartitions assigned) {
    Map<InboundPartition, Long> firsts = batch.firsts();
    for (InboundPartition partition : lookup.partitions()) {
      Progress found = loaded.progress().get(partition);
      Progress left = assigned.stored(partition);
      if (left == null
          || !left.equals(found)
          || firsts.getOrDefault(partition, left.next()) < left.next()) {
        throw new Fenced(partition + " has progress " + found + " instead of " + left);
      }
    }
  }
}
