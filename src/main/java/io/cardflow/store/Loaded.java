package io.cardflow.store;

import io.cardflow.domain.Fold;
import io.cardflow.domain.InboundPartition;
import java.time.Instant;
import java.util.Map;

/**
 * The state that a batch is decided on.
 *
 * @param progress the progress of each requested partition that was ever owned
 * @param now the database's time, which all replicas use for decisions
 */
public record Loaded(Map<InboundPartition, Progress> progress, Fold.Known known, Instant now) {

  /** The number of the current unit of work, higher than all before it on these partitions. */
  public long nextUnit() {
    return 1 + progress.values().stream().mapToLong(Progress::unit).max().orElse(0);
  }
}
