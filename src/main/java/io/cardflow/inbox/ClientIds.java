package io.cardflow.inbox;

/**
 * How the clients of a lane are called, and its transactions: the group, a dash, the lane, an
 * {@code @} and the instance, as in {@code cardflow-0@pod-7}. Two of them are the same only if
 * group, lane and instance are: an instance id holds no {@code @}, and a lane is a number. They
 * begin with the group and a dash, which is the prefix that the worker's right on transactional ids
 * is given for.
 *
 * @param group the consumer group
 * @param instance the replica, without an {@code @}
 */
record ClientIds(String group, String instance) {

  ClientIds {
    if (instance.indexOf('@') >= 0) {
      throw new IllegalArgumentException("an instance id must not contain @");
    }
  }

  String of(int lane) {
    return group + "-" + lane + "@" + instance;
  }

  /** The client id of the consumer that measures the lag. */
  String observer() {
    return group + "-lag@" + instance;
  }
}
