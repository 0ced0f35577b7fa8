package io.cardflow.ops.kafka;

/** The values to which an operator may set a setting. */
sealed interface Rule {

  /**
   * How a value breaks the rule, to be appended to the setting's name.
   *
   * @param value the given value
   * @return null if the value is accepted
   */
  String breach(String value);

  /** The rule as the docs show it. */
  String text();

  /**
   * A single value.
   *
   * @param value null if the setting must not be set
   */
  record Pinned(String value) implements Rule {
    @Override
    public String breach(String given) {
      if (value == null) {
        return "must not be set";
      }
      return value.equalsIgnoreCase(given.strip())
          ? null
          : "is pinned to %s and must not be %s".formatted(value, given);
    }

    @Override
    public String text() {
      return value == null ? "never set" : "pinned to `" + value + "`";
    }
  }

  /**
   * A value that follows from another setting.
   *
   * @param from the other setting
   */
  record Derived(String from) implements Rule {
    @Override
    public String breach(String given) {
      return "must not be set; it follows from " + from;
    }

    @Override
    public String text() {
      return "from " + from;
    }
  }

  /**
   * The value of another setting.
   *
   * @param other the other setting
   * @param value its value
   */
  record Same(String other, String value) implements Rule {
    @Override
    public String breach(String given) {
      return value.equalsIgnoreCase(given.strip())
          ? null
          : "must be as %s, which is %s, and not %s".formatted(other, value, given);
    }

    @Override
    public String text() {
      return "as `" + other + "`";
    }
  }

  /** A whole number within bounds, both included. */
  record Bounded(long least, long most) implements Rule {
    @Override
    public String breach(String given) {
      try {
        long number = Long.parseLong(given.strip());
        if (number >= least && number <= most) {
          return null;
        }
      } catch (NumberFormatException notANumber) {
        // The message is the same.
      }
      return "must be a whole number from %d to %d, not %s"
          .formatted(least, most, given.isBlank() ? "empty" : given);
    }

    @Override
    public String text() {
      return "%,d to %,d".formatted(least, most);
    }
  }

  /** Any value that Kafka accepts. */
  record Free() implements Rule {
    @Override
    public String breach(String given) {
      return null;
    }

    @Override
    public String text() {
      return "free";
    }
  }
}
