package io.cardflow.wire;

import static io.cardflow.wire.GoldenOutTest.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.CardState;
import io.cardflow.domain.Decision.Rejected;
import io.cardflow.domain.Event;
import io.cardflow.domain.Message;
import io.cardflow.domain.MessageId;
import io.cardflow.domain.RejectionCode;
import io.cardflow.domain.Trigger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournaledOutputTest {

  /** Shared, as for the rows of a batch: no use must affect the next. */
  static Set<String> names() {
    return ExpectedOutgoing.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aGoldenAnswerIsRestoredFromTheJournalByteForByte(String name) {
    ExpectedOutgoing golden = ExpectedOutgoing.all().get(name);
    assertComesBack(List.of(golden.outgoing()));
  }

  @Test
  void severalAnswersAreRestoredInOrder() {
    ExpectedOutgoing first = ExpectedOutgoing.all().get("in-production-inferred");
    ExpectedOutgoing second = ExpectedOutgoing.all().get("produced");
    assertComesBack(List.of(first.outgoing(), second.outgoing()));
  }

  @Test
  void aUnitWithoutOutputHasNoBlock() {
    JournaledOutput output = new JournaledOutput();
    output.add(0, List.of());

    assertNull(output.finish());
    assertEquals(Map.of(), JournaledOutput.read(null));
  }

  @Test
  void eachRecordsOutputIsFoundUnderItsIndex() {
    Outgoing first = ExpectedOutgoing.all().get("produced").outgoing();
    Outgoing second = ExpectedOutgoing.all().get("locked").outgoing();
    JournaledOutput output = new JournaledOutput();
    output.add(0, List.of(first));
    output.add(1, List.of());
    output.add(2, List.of(second, first));

    Map<Integer, List<Outgoing>> read = JournaledOutput.read(output.finish());

    assertEquals(Set.of(0, 2), read.keySet());
    assertSame(List.of(first), read.get(0));
    assertSame(List.of(second, first), read.get(2));
  }

  /** A thousand answers take a fraction of their size. */
  @Test
  void theOutputOfAUnitIsCompressed() {
    Outgoing answer = ExpectedOutgoing.all().get("locked").outgoing();
    JournaledOutput output = new JournaledOutput();
    for (int i = 0; i < 1_000; i++) {
      output.add(i, List.of(answer));
    }

    assertTrue(output.finish().length < 20 * answer.value().length);
  }

  @Property(tries = 500)
  void anAnswerWithAnyTextsIsRestoredByteForByte(
      @ForAll("texts") String id, @ForAll("texts") String text) {
    Message cause =
        new Message(
            new MessageId(text, id), "T-1", text, Instant.EPOCH, id, text, null, null, null);
    Event event =
        new Event.StateChanged(
            "T-1",
            7,
            CardState.ASSIGNED,
            CardState.LOCKED,
            Instant.EPOCH,
            Trigger.LOCK_CARD,
            false,
            new Event.Cause(id, text, text),
            text,
            id,
            null,
            null,
            null,
            null,
            null,
            null,
            true);
    Encoder encoder = new Encoder(text);
    Rejected rejected = new Rejected(RejectionCode.UNKNOWN_CARD, text, null);
    assertComesBack(
        List.of(
            encoder.event(event, cause),
            encoder.rejection(cause, rejected, Instant.EPOCH),
            encoder.reuse(cause, rejected, Instant.EPOCH, text, 3, Long.MAX_VALUE)));
  }

  /** Any text that the parser accepts, including long texts. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> any =
        Arbitraries.strings().all().filter(text -> Characters.fault(text) == null);
    Arbitrary<String> hard =
        Arbitraries.of("\"\\/\n\t\u0001\u007f", "🪪å漢\u2028", "x".repeat(40_000), "}],{[", "");
    return Arbitraries.oneOf(any, hard);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 20})
  void aDamagedBlockIsRejected(int length) {
    JournaledOutput output = new JournaledOutput();
    output.add(0, List.of(ExpectedOutgoing.all().get("locked").outgoing()));
    byte[] block = Arrays.copyOf(output.finish(), length);

    assertThrows(IllegalArgumentException.class, () -> JournaledOutput.read(block));
  }

  private static void assertComesBack(List<Outgoing> written) {
    JournaledOutput output = new JournaledOutput();
    output.add(7, written);
    assertSame(written, JournaledOutput.read(output.finish()).get(7));
  }

  private static void assertSame(List<Outgoing> written, List<Outgoing> read) {
    assertEquals(written.size(), read.size());
    for (int i = 0; i < read.size(); i++) {
      assertEquals(written.get(i).topic(), read.get(i).topic());
      assertEquals(written.get(i).key(), read.get(i).key());
      assertEquals(text(written.get(i).headers()), text(read.get(i).headers()));
      for (int h = 0; h < read.get(i).headers().size(); h++) {
        assertArrayEquals(
            written.get(i).headers().get(h).value(), read.get(i).headers().get(h).value());
      }
      assertArrayEquals(written.get(i).value(), read.get(i).value());
    }
  }
}
