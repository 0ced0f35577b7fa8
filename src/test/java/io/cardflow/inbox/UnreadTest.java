package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A record's age counts from its timestamp, or from when it was first seen. */
class UnreadTest {

  private static final long NOW = 1_700_000_000_000L;

  private final Clock clock =
      new Clock() {
        @Override
        public long wallTime() {
          return NOW;
        }

        @Override
        public long monotonicTime() {
          return TimeUnit.SECONDS.toNanos(100);
        }
      };

  @Test
  void itsAgeCountsFromItsTimestamp() {
    assertEquals(90, age(NOW - 90_000, 98));
  }

  @Test
  void withoutATimestampItCountsFromWhenItWasFirstSeen() {
    assertEquals(70, age(Unread.UNKNOWN, 30));
  }

  @Test
  void aTimestampInTheFutureDoesNotHideIt() {
    assertEquals(70, age(NOW + 3_600_000, 30));
  }

  private double age(long written, long seenSecond) {
    return new Unread(5, written, TimeUnit.SECONDS.toNanos(seenSecond)).ageSeconds(clock);
  }
}
