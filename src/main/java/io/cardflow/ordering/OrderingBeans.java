package io.cardflow.ordering;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.store.FailoverPolicy;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Locale;

/** Dependencies of ordering that tests replace. */
@Singleton
class OrderingBeans {

  /** 50 random bits in addition to the millisecond. */
  private static final long RANDOM = 1L << 50;

  /** The system clock, for ids and tokens. Decisions use the database's clock. */
  @Produces
  @Singleton
  @DefaultBean
  Clock clock() {
    return Clock.systemUTC();
  }

  /** Ids that start with the time, so that they sort by it. */
  @Produces
  @Singleton
  BatchIds batchIds(Clock clock) {
    SecureRandom random = new SecureRandom();
    return () ->
        "B-%s-%s"
            .formatted(
                Long.toString(clock.millis(), 36), Long.toString(random.nextLong(RANDOM), 36))
            .toUpperCase(Locale.ROOT);
  }

  @Produces
  @Singleton
  FailoverPolicy afterFailover(CardflowConfig config) {
    return switch (config.ordering().afterFailover()) {
      case HOLD -> FailoverPolicy.HOLD;
      case CONTINUE -> FailoverPolicy.CONTINUE;
    };
  }
}
