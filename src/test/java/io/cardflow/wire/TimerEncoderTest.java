package io.cardflow.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cardflow.domain.CardState;
import io.cardflow.domain.Command.ExpireCard;
import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.Message;
import io.cardflow.domain.MessageId;
import io.cardflow.domain.Timer.DwellExceeded;
import io.cardflow.domain.Timer.ExpiryReminder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A lane parses timers as they were encoded, and their ids depend on their condition. */
class TimerEncoderTest {

  private static final Instant END = Instant.parse("2025-03-04T05:06:07.089Z");
  private static final Instant NOW = END.plusSeconds(1);

  private final TimerEncoder encoder = new TimerEncoder("/cardflow");

  @Test
  void anExpiryIsNamedAfterTheAssignmentAndItsEnd() {
    InternalMessage sent = encoder.expiry("T-1", 3, END, 0, NOW);

    Message read = read(sent);

    assertEquals(new ExpireCard(3), read.body());
    assertEquals(id("expiry/T-1/3/2025-03-04T05:06:07.089Z"), read.id());
    assertEquals(read.id(), sent.id());
    assertEquals(NOW, read.time());
  }

  @Test
  void aReminderIsNamedAfterItsPointToo() {
    Message read = read(encoder.reminder("T-1", 3, 9, END, Duration.ofDays(7), NOW));

    assertEquals(new ExpiryReminder(3, END, Duration.ofDays(7)), read.body());
    assertEquals(id("reminder/T-1/3/9/P7D"), read.id());
  }

  @Test
  void aLongDwellIsNamedAfterTheStay() {
    Message read =
        read(encoder.dwellExceeded("T-1", CardState.PRODUCED, END, Duration.ofHours(36), 0, NOW));

    assertEquals(new DwellExceeded(CardState.PRODUCED, END, Duration.ofHours(36)), read.body());
    assertEquals(id("dwell/T-1/PRODUCED/2025-03-04T05:06:07.089Z/P1DT12H"), read.id());
  }

  @Test
  void aRepeatedTimerHasTheSameId() {
    InternalMessage first = encoder.expiry("T-1", 3, END, 0, NOW);
    InternalMessage again = encoder.expiry("T-1", 3, END, 0, NOW.plusSeconds(60));

    assertEquals(first.id(), again.id());
    assertArrayEquals(first.value(), again.value());
    assertEquals(read(first).fingerprint(), read(again).fingerprint());
  }

  @Test
  void aFurtherAttemptIsAnotherMessage() {
    assertEquals(
        id("expiry/T-1/3/2025-03-04T05:06:07.089Z/2"), encoder.expiry("T-1", 3, END, 2, NOW).id());
    assertEquals(
        id("dwell/T-1/EXPIRED/2025-03-04T05:06:07.089Z/PT1S/1"),
        encoder.dwellExceeded("T-1", CardState.EXPIRED, END, Duration.ofSeconds(1), 1, NOW).id());
  }

  @ParameterizedTest
  @CsvSource({
    "P7D, P7D",
    "PT36H, P1DT12H",
    "PT90S, PT1M30S",
    "P1DT0.001S, P1DT0.001S",
    "PT0.5S, PT0.5S"
  })
  void aDurationIsWrittenWithSeparateDays(String value, String written) {
    assertEquals(written, Durations.print(Duration.parse(value)));
    assertEquals(Duration.parse(value), Durations.parse(written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "P", "PT", "P1DT", "7D", "P0D", "PT0S", "-P1D", "P1Y", "p1d", "PT1.0000S"})
  void anInvalidDurationIsNotParsed(String text) {
    assertNull(Durations.parse(text));
  }

  private static MessageId id(String id) {
    return new MessageId("/cardflow", id);
  }

  private static Message read(InternalMessage sent) {
    assertEquals(InboundTopic.COMMANDS, sent.topic());
    return assertInstanceOf(
            ParseResult.Parsed.class,
            new MessageParser()
                .decode(
                    sent.topic(),
                    sent.key().getBytes(StandardCharsets.UTF_8),
                    sent.headers(),
                    sent.value(),
                    0))
        .message();
  }
}
