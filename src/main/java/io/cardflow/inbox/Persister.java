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

/** Decides a batch and commits it to PostgreSQL: one transaction, behind the fence. */
final class Persister {

  private static final Logger LOG = Logger.getLogger(Persister.class);

  /** How often a batch is decided again because another writer came first. */
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
   * @param assigned what the lane owns; it learns what is committed
   * @param recent what the owner remembers
   * @throws DataRefused if PostgreSQL does not take a row of it; nothing is kept then
   * @throws RecordFault if deciding a record fails with an error of Cardflow; nothing is kept then
   * @throws BatchTooLarge if the batch takes too much memory; nothing is kept then
   * @throws Fenced if the progress of a partition is not what its owner left
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
        LOG.debugf("decide again attempt=%d cause=%s", attempt, conflict.getMessage());
      } catch (Conflict conflict) {
        if (attempt == ATTEMPTS) {
          throw conflict;
        }
        recent.doubt();
        LOG.debugf("decide again attempt=%d cause=%s", attempt, conflict.getMessage());
      } catch (DataRefused refused) {
        // A repeated message that was taken for new would have written nothing.
        if (!recent.doubtNames()) {
          throw refused;
        }
        LOG.debugf("decide again attempt=%d cause=%s", attempt, refused.getMessage());
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
   * Commits that a batch of one record is a dead letter.
   *
   * @param cause why, for a person; nothing of the record
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
   * A batch that is committed.
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
   * Runs what touches neither PostgreSQL nor Kafka. What fails there is an error in Cardflow that a
   * record brings about, and not the end of the lane.
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
