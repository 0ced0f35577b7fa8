package io.cardflow.ops.kafka;

/**
 * A setting, and to what an operator may set it.
 *
 * @param name Kafka's name of the setting, or SmallRye's of the channel's attribute
 * @param rule the accepted values
 * @param reason the reason, without a full stop
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
