package io.cardflow.store;

/**
 * A change of a partition's progress by its owner. It is written only where the row still is what
 * the owner left there; anything else is a {@link Conflict}.
 *
 * @param stored the row as this owner left it
 * @param next the first offset that is not decided after the change, at least that of {@code
 *     stored}
 * @param published the first offset that is not known to be published, at most {@code next}
 * @param unit the number of the unit of work that decided up to {@code next}
 */
public record Advance(Progress stored, long next, long published, long unit) {

  /** The row after the change. */
  public Progress after() {
    return new Progress(next, published, stored.epoch(), stored.owner(), unit);
  }
}
