package io.cardflow.store;

import java.time.Instant;
import java.util.List;

/**
 * The entries of one unit of work that are in a range of offsets of each log.
 *
 * @param entries in the order of the decisions
 * @param output what was published for all entries of the unit, compressed; null if nothing was
 */
public record JournalPortion(Instant decidedAt, List<Indexed> entries, byte[] output) {

  /**
   * An entry to publish again.
   *
   * @param index its index in the unit, from 0
   */
  public record Indexed(int index, JournalEntry entry) {}
}
