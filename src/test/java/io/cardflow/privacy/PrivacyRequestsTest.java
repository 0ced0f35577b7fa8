package io.cardflow.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.domain.ErasureRequest;
import io.cardflow.domain.ErasureRequest.Kind;
import org.junit.jupiter.api.Test;

/** The stored reason is bounded, and does not name the holder. */
class PrivacyRequestsTest {

  @Test
  void aLongReasonIsCutAfterTheHolderIsReplaced() {
    String before = "\ud83d\ude00".repeat(497) + " ";

    assertEquals(before + "X ", reason(Kind.HOLDER, before + "anna has left"));
    assertEquals(before + "an", reason(Kind.DELIVERY, before + "anna has left"));
    assertEquals("X has left", reason(Kind.HOLDER, "anna has left"));
  }

  private static String reason(Kind kind, String reason) {
    return PrivacyRequests.reason(new ErasureRequest("R-1", "m-1", kind, "anna", reason), "X");
  }
}
