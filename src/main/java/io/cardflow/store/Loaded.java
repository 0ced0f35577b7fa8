package io.cardflow.store;

import io.cardflow.domain.Fold;
import io.cardflow.domain.InboundPartition;
import java.time.Instant;
import java.util.Map;

/**
 * What a batch knows before it decides.
 *
 * @param progress of each partition asked for that has ever been owned
 * @param now the database's time: the one clock by which all replicas decide
 */
public record Loaded(Map<InboundPartition, Progress> progress, Fold.Known known, Instant now) {

  /** The number of the unit of work that decides now: above all before it on these partitions. */
  public long nextUnit() {
    return 1 + progress.values().stream().mapToLong(Progress::unit).max().orElse(0);
  }
}
