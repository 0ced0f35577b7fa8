package io.cardflow.inbox;

import io.cardflow.domain.Fold;
import io.cardflow.domain.InboundPartition;
import io.cardflow.store.BatchStore;
import io.cardflow.store.BatchTransaction;
import io.cardflow.store.Conflict;
import io.cardflow.store.DataRefused;
import io.cardflow.store.Loaded;
import io.cardflow.store.Lookup;
import io.cardflow.store.Progress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
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
   * @param owned the progress of the partitions, as their owner left it
   * @param memory what the owner remembers
   * @throws DataRefused if PostgreSQL does not take a row of it; nothing is kept then
   * @throws Fenced if a partition has another owner by now
   */
  Decided persist(Batch batch, Map<InboundPartition, Progress> owned, Memory memory) {
    for (int attempt = 1; ; attempt++) {
      try {
        return persistOnce(batch, owned, memory);
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

  private Decided persistOnce(Batch batch, Map<InboundPartition, Progress> owned, Memory memory) {
    Fold.Known remembered = memory.of(batch.messages());
    AtomicReference<Fold.Known> read = new AtomicReference<>();
    Decided decided =
        inTransaction(
            batch,
            decider.lookup(batch, owned.keySet(), remembered, memory.readsNames()),
            owned,
            loaded -> {
              read.set(loaded.known());
              return decider.decide(batch, remembered.and(loaded.known()), owned, loaded.now());
            });
    memory.keep(read.get(), decided.changes());
    return decided;
  }

  /** Commits that a batch of one record is a dead letter. */
  Decided giveUp(Batch batch, Map<InboundPartition, Progress> owned, DataRefused refused) {
    Received.Understood only = (Received.Understood) batch.records().get(0);
    return inTransaction(
        batch,
        decider.progressAlone(batch),
        owned,
        loaded -> decider.giveUp(only, batch, owned, refused.sqlState(), loaded.now()));
  }

  private Decided inTransaction(
      Batch batch,
      Lookup lookup,
      Map<InboundPartition, Progress> owned,
      Function<Loaded, Decided> decide) {
    BatchTransaction transaction = Waiting.on(store.begin());
    try {
      Loaded loaded = Waiting.on(transaction.load(lookup));
      fence(batch, lookup, loaded, owned);
      Decided decided = decide.apply(loaded);
      Waiting.on(transaction.commit(decided.changes()));
      return decided;
    } catch (RuntimeException failed) {
      try {
        Waiting.on(transaction.rollback());
      } catch (RuntimeException late) {
        failed.addSuppressed(late);
      }
      throw failed;
    }
  }

  private static void fence(
      Batch batch, Lookup lookup, Loaded loaded, Map<InboundPartition, Progress> owned) {
    Map<InboundPartition, Long> firsts = batch.firsts();
    for (InboundPartition partition : lookup.partitions()) {
      Progress stored = loaded.progress().get(partition);
      Progress mine = owned.get(partition);
      if (mine == null
          || stored == null
          || stored.epoch() != mine.epoch()
          || stored.next() != mine.next()
          || firsts.getOrDefault(partition, mine.next()) < mine.next()) {
        throw new Fenced(partition + " has progress " + stored + " instead of " + mine);
      }
    }
  }
}
