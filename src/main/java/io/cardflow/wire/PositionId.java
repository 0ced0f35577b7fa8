package io.cardflow.wire;

/** Ids made of the position of a record whose message id cannot be used. */
final class PositionId {

  private PositionId() {}

  /** Returns the id for a record that is refused without a look at its message id. */
  static String refused(String topic, int partition, long offset) {
    return "refused/" + topic + "/" + partition + "/" + offset;
  }

  /** Returns the id for a record whose message id was used before with other content. */
  static String reused(String topic, int partition, long offset) {
    return "reused/" + topic + "/" + partition + "/" + offset;
  }
}
