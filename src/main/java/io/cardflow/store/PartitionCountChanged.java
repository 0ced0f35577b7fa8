package io.cardflow.store;

/** The inbound topics have another number of partitions than the stored progress. */
public final class PartitionCountChanged extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PartitionCountChanged(int before, int now) {
    super(
        "the inbound topics have "
            + now
            + " partitions, but progress was kept for "
            + before
            + ": the home of a card would move while earlier messages wait elsewhere; stop the"
            + " senders, set progress.partitions to "
            + now
            + ", and resume them when no record waits");
  }
}
