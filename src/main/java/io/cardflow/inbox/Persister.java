package io.cardflow.inbox;

import io.cardflow.domain.Fold;
import io.cardflow.domain.InboundPartition;
import io.cardflow.store.BatchStore;
import io.cardflow.store.BatchTooLarge;
import io.cardflow.store.BatchTransaction;
import io.cardflow.store.Conflict;
import io.cardflow.store.DataRefused;
import io.cardflow.store.Loaded;
import io.cardflow.store.Lookup;
import io.cardflow.store.Progress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Decides a batch and commits it to PostgreSQL: one transaction, behind the fence. */
final class Persister {

  private static final Logger LOG = Logger.getLogger(Persister.class);

  /** How often a batch is decided again because another writer came first. */
  private static final int ATTEMPTS = 8;

  private final BatchStore store;
  private final Decider decider;

  Persister(BatchStore store, Decider decider) {
    this.store = store;
    this.decider = decider;
  }

  /**
   * Decides and commits a batch.
   *
   * @param ownership what the lane owns; it learns what is committed
   * @param memory what the owner remembers
   * @throws DataRefused if PostgreSQL does not take a row of it; nothing is kept then
   * @throws RecordFault if deciding a record fails with an error of Cardflow; nothing is kept then
   * @throws BatchTooLarge if the batch takes too much memory; nothing is kept then
   * @throws Fenced if the progress of a partition is not what its owner left
   */
  Decided persist(Batch batch, Ownership ownership, Memory memory) {
    for (int attempt = 1; ; attempt++) {
      try {
        return persistOnce(batch, ownership, memory);
      } catch (Conflict conflict) {
        if (attempt == ATTEMPTS) {
          throw conflict.lasting() == null ? conflict : conflict.lasting();
        }
        if (conflict.lasting() == null) {
          memory.doubt();
        } else {
          memory.doubtNames();
        }
        LOG.debugf("decide again attempt=%d cause=%s", attempt, conflict.getMessage());
      } catch (DataRefused refused) {
        // A repeated message that was taken for new would have written nothing.
        if (!memory.doubtNames()) {
          throw refused;
        }
        LOG.debugf("decide again attempt=%d cause=%s", attempt, refused.getMessage());
      }
    }
  }

  private Decided persistOnce(Batch batch, Ownership ownership, Memory memory) {
    Fold.Known remembered = memory.of(batch.messages());
    AtomicReference<Fold.Known> read = new AtomicReference<>();
    Decided decided =
        inTransaction(
            batch,
            decider.lookup(batch, ownership.partitions(), remembered, memory.readsNames()),
            ownership,
            loaded -> {
              read.set(loaded.known());
              return decider.decide(batch, remembered.and(loaded.known()), ownership, loaded);
            });
    memory.keep(read.get(), decided.changes());
    return decided;
  }

  /**
   * Commits that a batch of one record is a dead letter.
   *
   * @param cause why, for a person; nothing of the record
   */
  Decided giveUp(Batch batch, Ownership ownership, String cause) {
    return inTransaction(
        batch,
        decider.progressAlone(batch),
        ownership,
        loaded -> decider.giveUp(batch, ownership, cause, loaded));
  }

  private Decided inTransaction(
      Batch batch, Lookup lookup, Ownership ownership, Function<Loaded, Decided> decide) {
    BatchTransaction transaction = Waiting.on(store.begin());
    try {
      Loaded loaded = Waiting.on(transaction.load(lookup));
      fence(batch, lookup, loaded, ownership);
      Decided decided = guarded(() -> decide.apply(loaded));
      Waiting.on(guarded(() -> transaction.commit(decided.changes())));
      ownership.stored(decided.changes().progress());
      return decided;
    } catch (Throwable failed) {
      try {
        Waiting.on(transaction.rollback());
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

  private static void fence(Batch batch, Lookup lookup, Loaded loaded, Ownership ownership) {
    Map<InboundPartition, Long> firsts = batch.firsts();
    for (InboundPartition partition : lookup.partitions()) {
      Progress found = loaded.progress().get(partition);
      Progress left = ownership.stored(partition);
      if (left == null
          || !left.equals(found)
          || firsts.getOrDefault(partition, left.next()) < left.next()) {
        throw new Fenced(partition + " has progress " + found + " instead of " + left);
      }
    }
  }
}
