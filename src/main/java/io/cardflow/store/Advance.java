package io.cardflow.store;

/**
 * A change of a partition's progress by its owner. It is written only if the row is as the owner
 * last wrote it; otherwise it is a {@link Conflict}.
 *
 * @param stored the row as this owner last wrote it
 * @param next the first undecided offset after the change, at least that of {@code stored}
 * @param published the first offset that is not known to be published, at most {@code next}
 * @param unit the number of the unit of work that decided up to {@code next}
 */
public record Advance(Progress stored, long next, long published, long unit) {

  /** The row after the change. */
  public Progress after() {
    return new Progress(
        next, published, stored.epoch(), stored.owner(), unit, stored.log(), stored.topicId());
  }
}
