package io.cardflow.inbox;

import io.cardflow.domain.Fold;
import io.cardflow.domain.InboundPartition;
import io.cardflow.store.BatchStore;
import io.cardflow.store.BatchTooLarge;
import io.cardflow.store.BatchTransaction;
import io.cardflow.store.Conflict;
import io.cardflow.store.DataRefused;
import io.cardflow.store.KeyConflict;
import io.cardflow.store.Loaded;
import io.cardflow.store.Lookup;
import io.cardflow.store.Progress;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Decides a batch and commits it to PostgreSQL in one transaction that checks the owner. */
final class Persister {

  private static final Logger LOG = Logger.getLogger(Persister.class);

  /** How often a batch is decided again after a conflict with another writer. */
  private static final int ATTEMPTS = 8;

  private final BatchStore store;
  private final BatchDecider decider;

  Persister(BatchStore store, BatchDecider decider) {
    this.store = store;
    this.decider = decider;
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
        return persistOnce(batch, assigned, recent);
      } catch (KeyConflict conflict) {
        if (attempt == ATTEMPTS) {
          throw conflict.asDataRefused();
        }
        recent.doubtNames();
        LOG.debugf("batch decided again attempt=%d cause=%s", attempt, conflict.getMessage());
      } catch (Conflict conflict) {
        if (attempt == ATTEMPTS) {
          throw conflict;
        }
        recent.doubt();
        LOG.debugf("batch decided again attempt=%d cause=%s", attempt, conflict.getMessage());
      } catch (DataRefused refused) {
        // A duplicate that was assumed to be new would not have written a row.
        if (!recent.doubtNames()) {
          throw refused;
        }
        LOG.debugf("batch decided again attempt=%d cause=%s", attempt, refused.getMessage());
      }
    }
  }

  private BatchResult persistOnce(Batch batch, AssignedPartitions assigned, RecentState recent) {
    Fold.Known remembered = recent.of(batch.messages());
    Committed committed =
        inTransaction(
            batch,
            decider.lookup(batch, assigned.partitions(), remembered, recent.readsNames()),
            assigned,
            loaded -> decider.decide(batch, remembered.and(loaded.known()), assigned, loaded));
    recent.keep(committed.read(), committed.result().changes());
    return committed.result();
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
            loaded -> decider.giveUp(batch, assigned, cause, loaded))
        .result();
  }

  /**
   * A committed batch.
   *
   * @param read what PostgreSQL had of its cards and messages before
   */
  private record Committed(Fold.Known read, BatchResult result) {}

  private Committed inTransaction(
      Batch batch,
      Lookup lookup,
      AssignedPartitions assigned,
      Function<Loaded, BatchResult> decide) {
    BatchTransaction transaction = Futures.await(store.begin());
    try {
      Loaded loaded = Futures.await(transaction.load(lookup));
      fence(batch, lookup, loaded, assigned);
      BatchResult result = guarded(() -> decide.apply(loaded));
      Futures.await(guarded(() -> transaction.commit(result.changes())));
      assigned.stored(result.changes().progress());
      return new Committed(loaded.known(), result);
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
