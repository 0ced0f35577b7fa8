package io.cardflow.ops.kafka;

/**
 * A setting and what an operator may do with it.
 *
 * @param name as Kafka calls it, or SmallRye the attribute of its channel
 * @param rule which values are accepted
 * @param reason why, as a sentence without its full stop
 */
record ClientSetting(String name, Rule rule, String reason) {

  static ClientSetting pinned(String name, String value, String reason) {
    return new ClientSetting(name, new Rule.Pinned(value), reason);
  }

  static ClientSetting never(String name, String reason) {
    return new ClientSetting(name, new Rule.Pinned(null), reason);
  }

  static ClientSetting derived(String name, String from, String reason) {
    return new ClientSetting(name, new Rule.Derived(from), reason);
  }

  static ClientSetting bounded(String name, long least, long most, String reason) {
    return new ClientSetting(name, new Rule.Bounded(least, most), reason);
  }

  static ClientSetting free(String name, String reason) {
    return new ClientSetting(name, new Rule.Free(), reason);
  }
}
