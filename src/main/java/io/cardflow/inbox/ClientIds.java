package io.cardflow.inbox;

/**
 * The client ids and transactional ids of the lanes: group, dash, lane, {@code @} and instance, as
 * in {@code cardflow-0@pod-7}. They are unique per group, lane and instance, since an instance id
 * contains no {@code @} and a lane is a number. The group and the dash are the prefix for which the
 * worker's ACL on transactional ids is granted.
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
