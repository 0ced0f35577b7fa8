package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cardflow.domain.ErasureRequest;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests to erase personal data are read as they were encoded. */
class ErasureEncoderTest {

  private static final Instant NOW = Instant.parse("2025-03-04T05:06:07.089Z");

  private final ErasureEncoder encoder = new ErasureEncoder("/cardflow/api");

  @ParameterizedTest
  @EnumSource(ErasureRequest.Kind.class)
  void itIsReadAsItWasWritten(ErasureRequest.Kind kind) {
    ErasureRequest request = request(kind, "T-1", "asked by letter");

    assertNull(encoder.fault(request, NOW));
    PrivacyParser.Parsed parsed =
        PrivacyParser.parse(
            request.id().getBytes(UTF_8), encoder.headers(request, NOW), encoder.data(request));
    PrivacyParser.Parsed.Request read =
        assertInstanceOf(PrivacyParser.Parsed.Request.class, parsed);
    assertEquals(request, read.request());
  }

  @Test
  void aRequestThatItsConsumerWouldRefuseHasAFault() {
    assertNotNull(encoder.fault(request(ErasureRequest.Kind.HOLDER, "", "reason"), NOW));
    assertNotNull(encoder.fault(request(ErasureRequest.Kind.DELIVERY, "a b", "reason"), NOW));
  }

  private static ErasureRequest request(ErasureRequest.Kind kind, String subject, String reason) {
    return new ErasureRequest("R-1", "m-1", kind, subject, reason);
  }
}
