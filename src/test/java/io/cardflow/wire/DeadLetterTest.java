package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterTest {

  private static final byte[] KEY = "T-1".getBytes(UTF_8);
  private static final byte[] VALUE = "{}".getBytes(UTF_8);

  @ParameterizedTest
  @ValueSource(strings = {"dead-letter-reason", "Dead-Letter-OFFSET", "dead-letter-anything"})
  void aHeaderOfTheSenderThatLooksLikeOursIsRenamed(String name) {
    DeadLetter letter = letter(List.of(header(name, "theirs"), header("x", "y")));

    assertEquals("theirs", text(letter, "original-" + name));
    assertEquals("y", text(letter, "x"));
    assertEquals("INVALID_DATA", text(letter, "dead-letter-reason"));
    assertEquals("5", text(letter, "dead-letter-offset"));
  }

  @Test
  void aLetterThatIsSentBackRepeatedlyWithItsHeadersDoesNotGrow() {
    DeadLetter first = letter(List.of(header("ce_id", "m-1")));
    DeadLetter second = letter(first.headers());
    DeadLetter letter = second;
    for (int round = 0; round < 30; round++) {
      letter = letter(letter.headers());
    }

    assertEquals(GoldenOutTest.text(second.headers()), GoldenOutTest.text(letter.headers()));
    assertEquals("INVALID_DATA", text(letter, "original-dead-letter-reason"));
  }

  @Test
  void aLetterThatIsTooLargeHasTheSizeOfItsValueAndNoValue() {
    DeadLetter letter =
        DeadLetter.of(KEY, List.of(header("x", "y")), null, 900_000, why("TOO_LARGE"));

    assertNull(letter.value());
    assertArrayEquals(KEY, letter.key());
    assertEquals("900000", text(letter, "dead-letter-value-bytes"));
    assertEquals("y", text(letter, "x"));
    assertDescribed(letter);
  }

  @Test
  void aLetterThatIsTooLargeLosesAValueThatWasKept() {
    DeadLetter letter = DeadLetter.of(KEY, List.of(), VALUE, VALUE.length, why("TOO_LARGE"));

    assertNull(letter.value());
    assertEquals("2", text(letter, "dead-letter-value-bytes"));
  }

  @Test
  void aLongKeyIsOmittedAndItsSizeIsKept() {
    byte[] key = new byte[RecordLimits.MAX_KEY + 1];

    DeadLetter letter = DeadLetter.of(key, List.of(), VALUE, VALUE.length, why("TOO_LARGE"));

    assertNull(letter.key());
    assertEquals("1025", text(letter, "dead-letter-key-bytes"));
    assertDescribed(letter);
  }

  @Test
  void headersBeyondTheLimitAreOmittedHoweverSmall() {
    List<Header> many = Collections.nCopies(100_000, new Header("", null));
    List<Header> long_ = List.of(header("x", "y".repeat(DeadLetter.MAX_HEADER_BYTES)));

    DeadLetter one = DeadLetter.of(KEY, many, VALUE, VALUE.length, why("TOO_LARGE"));
    DeadLetter other = DeadLetter.of(KEY, long_, VALUE, VALUE.length, why("TOO_LARGE"));

    assertEquals("100000", text(one, "dead-letter-header-count"));
    assertEquals(7, one.headers().size());
    assertEquals("1", text(other, "dead-letter-header-count"));
    assertTrue(RecordLimits.bytes(other.headers()) < DeadLetter.MAX_OWN_BYTES);
    assertDescribed(one);
  }

  @Test
  void headersWithinTheLimitAreKept() {
    List<Header> many = Collections.nCopies(DeadLetter.MAX_HEADERS, header("x", "y"));

    assertEquals(
        DeadLetter.MAX_HEADERS + 6,
        DeadLetter.of(KEY, many, VALUE, VALUE.length, why("TOO_LARGE")).headers().size());
  }

  @Test
  void theShortenedFormKeepsKeyAndShortHeaders() {
    DeadLetter letter = letter(List.of(header("x", "y"))).shortened();

    assertNull(letter.value());
    assertSame(KEY, letter.key());
    assertEquals("y", text(letter, "x"));
    assertEquals("2", text(letter, "dead-letter-left-out-bytes"));
    assertSame(letter, letter.shortened());
    assertDescribed(letter);
  }

  @Test
  void theShortenedFormOmitsLongHeaders() {
    DeadLetter letter = letter(List.of(header("x", "y".repeat(5_000)))).shortened();

    assertEquals("5003", text(letter, "dead-letter-left-out-bytes"));
    assertNull(text(letter, "x"));
  }

  @Test
  void theLastFormHasNoContentOfTheSender() {
    DeadLetter letter = letter(List.of(header("x", "y"))).shortened().last();

    assertNull(letter.key());
    assertNull(letter.value());
    assertNull(text(letter, "x"));
    assertEquals("cardflow.commands", text(letter, "dead-letter-topic"));
    assertEquals("7", text(letter, "dead-letter-left-out-bytes"), "all that was left out");
    assertSame(letter, letter.last());
    assertDescribed(letter);
  }

  @Test
  void theLastFormFitsWhateverTheRecordWas() {
    List<Header> headers = new ArrayList<>(Collections.nCopies(100, header("dead-letter-x", "y")));
    DeadLetter letter =
        DeadLetter.of(
                new byte[2_000],
                headers,
                VALUE,
                Integer.MAX_VALUE,
                new DeadLetter.Why(
                    DeadLetterReason.TOO_LARGE,
                    "c".repeat(5_000),
                    "t".repeat(249),
                    Integer.MAX_VALUE,
                    Long.MAX_VALUE))
            .last()
            .keyed();

    long bytes = RecordLimits.bytes(letter.headers()) + 2L * 5 * letter.headers().size();
    assertTrue(bytes < DeadLetter.MAX_OWN_BYTES, bytes + " bytes");
  }

  @Test
  void aSubstituteKeyNamesThePosition() {
    DeadLetter letter =
        DeadLetter.of(null, List.of(), VALUE, VALUE.length, why("KEY_MISMATCH")).keyed();

    assertEquals("cardflow.commands/3/5", new String(letter.key(), UTF_8));
    assertEquals("true", text(letter, "dead-letter-stand-in-key"));
    assertDescribed(letter);
  }

  @Test
  void theLastFormKeepsASubstituteKey() {
    DeadLetter letter =
        DeadLetter.of(null, List.of(header("x", "y")), VALUE, VALUE.length, why("KEY_MISMATCH"))
            .keyed()
            .last();

    assertEquals("cardflow.commands/3/5", new String(letter.key(), UTF_8));
    assertNull(text(letter, "x"));
    assertSame(letter, letter.last());
  }

  private static DeadLetter letter(List<Header> headers) {
    return DeadLetter.of(KEY, headers, VALUE, VALUE.length, why("INVALID_DATA"));
  }

  private static DeadLetter.Why why(String reason) {
    return new DeadLetter.Why(
        DeadLetterReason.valueOf(reason), "a cause", "cardflow.commands", 3, 5);
  }

  private static Header header(String name, String value) {
    return new Header(name, value.getBytes(UTF_8));
  }

  /** The only header of this name, byte for byte; null if there is none. */
  private static String text(DeadLetter letter, String name) {
    List<Header> found = letter.headers().stream().filter(h -> h.name().equals(name)).toList();
    assertTrue(found.size() <= 1, name + " occurs twice");
    return found.isEmpty() ? null : new String(found.get(0).value(), UTF_8);
  }

  private static void assertDescribed(DeadLetter letter) {
    AsyncApi api = AsyncApi.read();
    ObjectNode headers = JsonNodeFactory.instance.objectNode();
    letter.headers().forEach(h -> headers.put(h.name(), new String(h.value(), UTF_8)));
    assertEquals(Set.of(), api.faults(api.schema("DeadLetterHeaders"), headers));
    headers
        .fieldNames()
        .forEachRemaining(
            name ->
                assertTrue(
                    !name.startsWith("dead-letter-")
                        || api.schema("DeadLetterHeaders").get("properties").has(name),
                    name));
  }
}
