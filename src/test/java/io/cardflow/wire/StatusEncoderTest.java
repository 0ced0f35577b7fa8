package io.cardflow.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.Message;
import io.cardflow.domain.OrderReference;
import io.cardflow.domain.ProducerStatus;
import io.cardflow.domain.ProducerStatus.CardProduced;
import io.cardflow.domain.ProducerStatus.CardShipped;
import io.cardflow.domain.ProducerStatus.OrderAccepted;
import io.cardflow.domain.ProducerStatus.OrderRefused;
import io.cardflow.domain.ProducerStatus.ProductionFailed;
import io.cardflow.domain.ProducerStatus.ProductionStarted;
import io.cardflow.domain.ProducerStatus.Readout;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A lane parses internal statuses as they were encoded. */
class StatusEncoderTest {

  private static final Instant NOW = Instant.parse("2025-03-04T05:06:07.089Z");
  private static final ProducerStatus SHIPPED =
      new CardShipped("OD-1", "CA-1", NOW, "SH-1", "PostNord", "TN-1", null);

  private static final OrderReference NAMES = new OrderReference("B-1", "OD-1", "CA-1");

  private final StatusEncoder encoder = new StatusEncoder("/cardflow");

  static List<ProducerStatus> statuses() {
    return List.of(
        new OrderAccepted("B-1", "OD-1", "CA-1"),
        new OrderAccepted("B-1", "OD-1", null),
        new OrderRefused("B-1", null, "LAYOUT", "too long"),
        new OrderRefused("B-1", null, "LAYOUT", null),
        new ProductionStarted("OD-1", "CA-1", NOW),
        new ProductionStarted("OD-1", null, null),
        new CardProduced("OD-1", "CA-1", NOW, List.of(new Readout("uid", "04A1"))),
        new CardProduced("OD-1", "CA-1", null, List.of()),
        SHIPPED,
        new CardShipped("OD-1", null, null, null, null, null, null),
        new ProductionFailed("OD-1", "CA-1", "CHIP", "no answer"));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void itIsReadAsItWasWritten(ProducerStatus status) {
    Message message = read(encoder.outcome("B-1", "T-1", status, NOW));

    assertEquals(status, message.body());
    assertEquals("T-1", message.cardId());
    assertEquals("/cardflow", message.id().source());
    assertEquals("order/B-1/T-1", message.id().id());
    assertEquals(NOW, message.time());
  }

  @Test
  void theIdOfAFindingDependsOnItsContent() {
    InternalMessage finding = encoder.finding("B-1", "T-1", SHIPPED, NAMES, NOW);
    InternalMessage later = encoder.finding("B-1", "T-1", SHIPPED, NAMES, NOW.plusSeconds(1));
    ProducerStatus more = new CardShipped("OD-1", "CA-1", NOW, "SH-1", "PostNord", "TN-2", null);

    assertEquals(read(finding).id(), read(later).id());
    assertEquals(read(finding).fingerprint(), read(later).fingerprint());
    assertArrayEquals(finding.value(), later.value());
    assertNotEquals(read(finding).id(), read(encoder.finding("B-1", "T-1", more, NAMES, NOW)).id());
    assertNotEquals(
        read(finding).id(), read(encoder.finding("B-1", "T-2", SHIPPED, NAMES, NOW)).id());
  }

  /** It may have been rejected under the former name. */
  @Test
  void aFindingIsAnotherMessageOnceTheCardHasOtherNames() {
    InternalMessage finding = encoder.finding("B-1", "T-1", SHIPPED, NAMES, NOW);
    for (OrderReference other :
        List.of(
            new OrderReference("B-1", "OD-1-B", "CA-1"),
            new OrderReference("B-1", "OD-1", "CA-2"),
            new OrderReference("B-1", "OD-1", null))) {
      assertNotEquals(
          read(finding).id(), read(encoder.finding("B-1", "T-1", SHIPPED, other, NOW)).id());
    }
  }

  private static Message read(InternalMessage own) {
    assertEquals(InboundTopic.PRODUCER_STATUS, own.topic());
    return assertInstanceOf(
            ParseResult.Parsed.class,
            new MessageParser()
                .decode(
                    own.topic(),
                    own.key().getBytes(StandardCharsets.UTF_8),
                    own.headers(),
                    own.value(),
                    0))
        .message();
  }
}
