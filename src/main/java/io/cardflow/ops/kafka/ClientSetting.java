package io.cardflow.ops.kafka;

import org.eclipse.microprofile.config.Config;

/**
 * A setting, and to what an operator may set it.
 *
 * @param name Kafka's name of the setting, or SmallRye's of the channel's attribute
 * @param rule the accepted values
 * @param reason the reason, without a full stop
 */
record ClientSetting(String name, Rule rule, String reason) {

  /** The setting with its rule, where that depends on other settings. */
  ClientSetting in(Config config) {
    return rule instanceof Rule.Same same
        ? config
            .getOptionalValue(same.other(), String.class)
            .map(value -> same(name, same.other(), value, reason))
            .orElse(this)
        : this;
  }

  static ClientSetting pinned(String name, String value, String reason) {
    return new ClientSetting(name, new Rule.Pinned(value), reason);
  }

  static ClientSetting never(String name, String reason) {
    return new ClientSetting(name, new Rule.Pinned(null), reason);
  }

  static ClientSetting derived(String name, String from, String reason) {
    return new ClientSetting(name, new Rule.Derived(from), reason);
  }

  /**
   * @param value the default of the other setting
   */
  static ClientSetting same(String name, String other, String value, String reason) {
    return new ClientSetting(name, new Rule.Same(other, value), reason);
  }

  static ClientSetting bounded(String name, long least, long most, String reason) {
    return new ClientSetting(name, new Rule.Bounded(least, most), reason);
  }

  static ClientSetting free(String name, String reason) {
    return new ClientSetting(name, new Rule.Free(), reason);
  }
}
