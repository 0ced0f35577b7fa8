package io.cardflow.ops;

import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Refuses to start on settings that cannot be meant, naming the setting. */
@Startup
@Singleton
final class ConfigCheck {

  private final CardflowConfig config;

  ConfigCheck(CardflowConfig config) {
    this.config = config;
  }

  @PostConstruct
  void check() {
    between("cardflow.inbox.lanes", config.inbox().lanes(), 1, 16);
    between("cardflow.inbox.batch-size", config.inbox().batchSize(), 1, 10_000);
    positive("cardflow.inbox.drain-timeout", config.inbox().drainTimeout());
    positive("cardflow.assignment.validity", config.assignment().validity());
    require(!config.source().isBlank(), "cardflow.source", "must not be blank");
  }

  private static void between(String setting, int value, int least, int most) {
    require(
        value >= least && value <= most,
        setting,
        "must be " + least + " to " + most + ", not " + value);
  }

  private static void positive(String setting, Duration value) {
    require(!value.isNegative() && !value.isZero(), setting, "must be positive, not " + value);
  }

  private static void require(boolean holds, String setting, String what) {
    if (!holds) {
      throw new IllegalArgumentException(setting + " " + what);
    }
  }
}
