package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.Decision.Rejected;
import io.cardflow.domain.Message;
import io.cardflow.domain.MessageId;
import io.cardflow.domain.RejectionCode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two messages of a card never share the id of their rejections. */
class RejectionIdTest {

  private static final Encoder ENCODER = new Encoder("/cardflow");

  private static final Map<String, MessageId> SEEN = new HashMap<>();

  @ParameterizedTest
  @CsvSource({
    "/iam, c-5, rejected/T-1//iam#c-5",
    "/a#b, c, rejected/T-1//a%23b#c",
    "/a, b#c, rejected/T-1//a#b%23c",
    "/a%23b, c, rejected/T-1//a%2523b#c",
    "'#', '%', rejected/T-1/%23#%25"
  })
  void theOnlyNumberSignSeparatesSourceAndId(String source, String id, String expected) {
    assertEquals(expected, id("T-1", source, id));
  }

  @Test
  void anIdOfTheMaximumLengthIsUnchanged() {
    String longest = "i".repeat(RejectionId.MAX_LENGTH - "rejected/T-1//iam#".length());
    assertEquals("rejected/T-1//iam#" + longest, id("T-1", "/iam", longest));
    assertTrue(id("T-1", "/iam", longest + "i").matches("rejected/T-1/sha256:[0-9a-f]{64}"));
  }

  @Test
  void eachMessageHasItsOwnDigest() {
    String part = "x".repeat(200);
    assertNotEquals(id("T-1", part + "#x", part), id("T-1", part, "x#" + part));
    assertNotEquals(id("T-1", part, part), id("T-2", part, part));
    assertEquals(id("T-1", part, part), id("T-1", part, part));
  }

  @Test
  void theLongestCardLeavesRoomForTheDigest() {
    String id = id("c".repeat(64), "#".repeat(256), "%".repeat(256));
    assertTrue(id.length() <= RejectionId.MAX_LENGTH, id);
  }

  @Property(tries = 2_000)
  void differentNamesHaveDifferentIds(
      @ForAll @Chars({'#', '%', '2', '3', '5', '/', 'a'}) @StringLength(min = 1, max = 4)
          String source,
      @ForAll @Chars({'#', '%', '2', '3', '5', '/', 'a'}) @StringLength(min = 1, max = 4)
          String id) {
    MessageId name = new MessageId(source, id);
    MessageId other = SEEN.putIfAbsent(id("T-1", source, id), name);
    assertTrue(other == null || other.equals(name), other + " and " + name);
  }

  private static String id(String card, String source, String id) {
    Message message =
        new Message(
            new MessageId(source, id), card, "t", Instant.EPOCH, null, null, null, null, null);
    return ENCODER
        .rejection(message, new Rejected(RejectionCode.UNKNOWN_CARD, "d", null), Instant.EPOCH)
        .headers()
        .stream()
        .filter(header -> header.name().equals("ce_id"))
        .map(header -> new String(header.value(), UTF_8))
        .findFirst()
        .orElseThrow();
  }
}
