package io.cardflow.ordering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.ordering.Fault.Code;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When the bureau may be called. */
class GateTest {

  private final AtomicLong now = new AtomicLong(-5);
  private final Gate gate = new Gate(now::get);

  @Test
  void itIsOpenAtFirst() {
    assertEquals(4, gate.admits(4));
    assertEquals(Optional.empty(), gate.denied());
  }

  @Test
  void itIsClosedForTheRetryAfterOfTheBureau() {
    gate.failed(new Fault(Code.TOO_MANY_REQUESTS, "busy", Duration.ofSeconds(7)));
    assertEquals(0, gate.admits(4));
    pass(Duration.ofMillis(6_999));
    assertEquals(0, gate.admits(4));
    pass(Duration.ofMillis(1));
    assertEquals(4, gate.admits(4));
  }

  @Test
  void aFailedCallAloneDoesNotCloseIt() {
    gate.failed(Fault.of(Code.TIMEOUT, "late"));
    assertEquals(4, gate.admits(4));
  }

  @Test
  void afterRejectedCredentialsSingleCallsAreTriedWithBackoff() {
    gate.failed(Fault.of(Code.UNAUTHORIZED, "no"));
    assertEquals(0, gate.admits(4));
    assertEquals(Optional.of("no"), gate.denied());
    pass(Duration.ofSeconds(2));
    assertEquals(1, gate.admits(4));
    for (int more = 0; more < 10; more++) {
      gate.failed(Fault.of(Code.UNAUTHORIZED, "no"));
    }
    pass(Duration.ofSeconds(29));
    assertEquals(0, gate.admits(4));
    pass(Duration.ofSeconds(31));
    assertEquals(1, gate.admits(4));
  }

  @Test
  void itOpensWhenTheBureauAnswers() {
    gate.failed(Fault.of(Code.UNAUTHORIZED, "no"));
    pass(Duration.ofSeconds(2));
    gate.passed();

    assertEquals(4, gate.admits(4));
    assertEquals(Optional.empty(), gate.denied());
  }

  @Test
  void otherFaultsDoNotProveTheCredentials() {
    gate.failed(Fault.of(Code.UNAUTHORIZED, "no"));
    gate.failed(Fault.of(Code.CIRCUIT_OPEN, "open"));

    assertTrue(gate.denied().isPresent());
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
