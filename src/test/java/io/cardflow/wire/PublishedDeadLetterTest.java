package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A dead letter gives back the record as it was received, or reports what it lacks. */
class PublishedDeadLetterTest {

  private static final byte[] NOT_UTF8 = {(byte) 0xff, 0, (byte) 0xc0};

  /** A received record. */
  record Received(byte[] key, List<Header> headers, byte[] value) {}

  static Stream<Received> completeRecords() {
    byte[] key = "T-1".getBytes(UTF_8);
    byte[] value = "{}".getBytes(UTF_8);
    return Stream.of(
        new Received(key, List.of(header("ce_id", "m-1"), header("x", "y")), value),
        new Received(null, List.of(), null),
        new Received(new byte[0], List.of(header("", "")), new byte[0]),
        new Received(NOT_UTF8, List.of(new Header("x", NOT_UTF8), new Header("n", null)), NOT_UTF8),
        new Received(key, List.of(header("x", "1"), header("x", "2"), header("X", "3")), value),
        new Received(key, List.of(header("dead-letter-reason", "theirs")), value),
        new Received(key, List.of(header("Dead-Letter-TOPIC", "theirs"), header("x", "y")), value),
        new Received(key, List.of(header("dead-letter-value-bytes", "5")), value),
        new Received(key, List.of(header("dead-letter-stand-in-key", "true")), value),
        new Received(key, Collections.nCopies(DeadLetter.MAX_HEADERS, header("x", "y")), value),
        new Received(new byte[RecordLimits.MAX_KEY], List.of(), value),
        new Received(key, List.of(header("Original-dead-letter-x", "theirs")), value));
  }

  @ParameterizedTest
  @MethodSource("completeRecords")
  void aCompleteLetterGivesBackTheRecordByteForByte(Received received) {
    assertSame(received, published(letter(received, DeadLetterReason.INVALID_DATA)));
  }

  @Test
  void aSubstituteKeyIsRemoved() {
    Received received = new Received(null, List.of(header("x", "y")), "{}".getBytes(UTF_8));
    DeadLetter letter = letter(received, DeadLetterReason.INVALID_DATA).keyed();

    assertNotNull(letter.key());
    assertSame(received, published(letter));
    assertNull(published(letter).cardId());
  }

  @Test
  void anyHeadersAreGivenBack() {
    Random random = new Random(1);
    List<String> names = List.of("a", "dead-letter-a", "DEAD-LETTER-b", "ce_id", "original-x");
    for (int round = 0; round < 500; round++) {
      List<Header> headers = new ArrayList<>();
      for (int i = random.nextInt(8); i > 0; i--) {
        byte[] value = new byte[random.nextInt(5)];
        random.nextBytes(value);
        headers.add(new Header(names.get(random.nextInt(names.size())), value));
      }
      Received received = new Received(NOT_UTF8, headers, NOT_UTF8);
      assertSame(received, published(letter(received, DeadLetterReason.MALFORMED_JSON)));
    }
  }

  @Test
  void aLetterThatWasResentWithItsHeadersGivesThemBack() {
    Received received =
        new Received(NOT_UTF8, List.of(header("ce_id", "m-1")), "{}".getBytes(UTF_8));
    DeadLetter first = letter(received, DeadLetterReason.INTERNAL_ERROR);
    Received resent = new Received(first.key(), first.headers(), first.value());

    assertSame(resent, published(letter(resent, DeadLetterReason.INVALID_DATA)));
  }

  @Test
  void aSendersOwnOriginalHeaderGetsTheShorterName() {
    Received received =
        new Received(null, List.of(header("original-dead-letter-x", "y")), new byte[0]);

    assertEquals(
        "dead-letter-x",
        published(letter(received, DeadLetterReason.INVALID_DATA)).originalHeaders().get(0).name());
  }

  static Stream<DeadLetter> incompleteLetters() {
    byte[] key = "T-1".getBytes(UTF_8);
    Received small = new Received(key, List.of(header("x", "y")), "{}".getBytes(UTF_8));
    Received many =
        new Received(
            key,
            Collections.nCopies(DeadLetter.MAX_HEADERS + 1, header("x", "y")),
            "{}".getBytes(UTF_8));
    Received keyed = new Received(new byte[RecordLimits.MAX_KEY + 1], List.of(), new byte[1]);
    Received keyless = new Received(null, List.of(header("x", "y")), "{}".getBytes(UTF_8));
    return Stream.of(
        letter(small, DeadLetterReason.TOO_LARGE),
        letter(many, DeadLetterReason.INVALID_DATA),
        letter(keyed, DeadLetterReason.INVALID_DATA),
        letter(small, DeadLetterReason.INVALID_DATA).shortened(),
        letter(small, DeadLetterReason.INVALID_DATA).last(),
        letter(small, DeadLetterReason.INVALID_DATA).shortened().last().keyed(),
        letter(keyless, DeadLetterReason.INVALID_DATA).keyed().shortened(),
        letter(keyless, DeadLetterReason.INVALID_DATA).keyed().last());
  }

  @ParameterizedTest
  @MethodSource("incompleteLetters")
  void anIncompleteLetterReportsWhatItLacks(DeadLetter letter) {
    assertNotNull(published(letter).missing());
    assertTrue(published(letter).missing().endsWith("ask its sender"));
  }

  @Test
  void reasonAndPositionAreRead() {
    PublishedDeadLetter letter =
        published(
            letter(
                new Received("T-1".getBytes(UTF_8), List.of(), null),
                DeadLetterReason.KEY_MISMATCH));

    assertEquals("KEY_MISMATCH", letter.reason());
    assertEquals("a cause", letter.cause());
    assertEquals("cardflow.commands", letter.topic());
    assertEquals(3, letter.partition());
    assertEquals(5, letter.offset());
    assertEquals("T-1", letter.cardId());
  }

  @Test
  void aRecordOfAnotherSystemHasNone() {
    PublishedDeadLetter record =
        new PublishedDeadLetter(
            null,
            List.of(header("dead-letter-partition", "-1"), new Header("dead-letter-topic", null)),
            null);

    assertNull(record.reason());
    assertNull(record.topic());
    assertNull(record.partition());
    assertNull(record.offset());
    assertNull(record.cardId());
  }

  private static void assertSame(Received received, PublishedDeadLetter letter) {
    assertNull(letter.missing());
    assertArrayEquals(received.key(), letter.originalKey());
    assertArrayEquals(received.value(), letter.value());
    assertEquals(received.headers().size(), letter.originalHeaders().size());
    for (int i = 0; i < received.headers().size(); i++) {
      assertEquals(received.headers().get(i).name(), letter.originalHeaders().get(i).name());
      assertArrayEquals(received.headers().get(i).value(), letter.originalHeaders().get(i).value());
    }
  }

  private static DeadLetter letter(Received received, DeadLetterReason reason) {
    return DeadLetter.of(
        received.key(),
        received.headers(),
        received.value(),
        received.value() == null ? 0 : received.value().length,
        new DeadLetter.Why(reason, "a cause", "cardflow.commands", 3, 5));
  }

  private static PublishedDeadLetter published(DeadLetter letter) {
    return new PublishedDeadLetter(letter.key(), letter.headers(), letter.value());
  }

  private static Header header(String name, String value) {
    return new Header(name, value.getBytes(UTF_8));
  }
}
