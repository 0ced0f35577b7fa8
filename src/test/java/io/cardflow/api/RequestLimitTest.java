package io.cardflow.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestLimitTest {

  private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1);
  private final RequestLimit limit = new RequestLimit(10, nanoTime::get);

  @Test
  void theRequestsOfTwoSecondsMayComeTogether() {
    assertEquals(20, taken("ann", 100));
  }

  @Test
  void theBucketFillsEvenly() {
    taken("ann", 100);
    pass(Duration.ofMillis(99));
    assertFalse(limit.take("ann"));
    pass(Duration.ofMillis(1));
    assertTrue(limit.take("ann"));
    assertFalse(limit.take("ann"));
    pass(Duration.ofSeconds(1));
    assertEquals(10, taken("ann", 100));
  }

  @Test
  void theBucketDoesNotOverflow() {
    limit.take("ann");
    pass(Duration.ofDays(1));
    assertEquals(20, taken("ann", 100));
  }

  @Test
  void oneCallerDoesNotUseUpTheRequestsOfAnother() {
    taken("ann", 100);
    assertTrue(limit.take("bob"));
  }

  @Test
  void theMostSilentCallerIsForgotten() {
    taken("ann", 100);
    for (int number = 0; number < RequestLimit.CALLERS - 1; number++) {
      limit.take("caller " + number);
    }
    assertFalse(limit.take("ann"), "remembered");
    limit.take("another");
    assertEquals(RequestLimit.CALLERS, limit.callers());
    assertFalse(limit.take("ann"), "not the most silent one");
  }

  private int taken(String caller, int attempts) {
    int taken = 0;
    for (int attempt = 0; attempt < attempts; attempt++) {
      taken += limit.take(caller) ? 1 : 0;
    }
    return taken;
  }

  private void pass(Duration time) {
    nanoTime.addAndGet(time.toNanos());
  }
}
