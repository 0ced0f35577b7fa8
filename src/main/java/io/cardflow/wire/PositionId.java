package io.cardflow.wire;

/** Ids made of the position of a record whose message id cannot be used. */
public final class PositionId {

  private PositionId() {}

  /** Returns the id for a record whose message id was used before with other content. */
  public static String reused(String topic, int partition, long offset) {
    return of("reused", topic, partition, offset);
  }

  /** Returns the id for a record that PostgreSQL refused. */
  public static String refused(String topic, int partition, long offset) {
    return of("refused", topic, partition, offset);
  }

  private static String of(String kind, String topic, int partition, long offset) {
    return kind + "/" + topic + "/" + partition + "/" + offset;
  }
}
