package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenOutTest {

  static Set<String> names() {
    return ExpectedOutgoing.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void anAnswerEqualsItsGoldenRecordByteForByte(String name) {
    Golden golden = Golden.out(name);
    Outgoing written = ExpectedOutgoing.all().get(name).outgoing();
    assertEquals(golden.topic(), topic(written));
    assertEquals(golden.key(), written.key());
    assertEquals(text(golden.headers()), text(written.headers()));
    assertEquals(new String(golden.valueBytes(), UTF_8), new String(written.value(), UTF_8));
  }

  @Test
  void everyGoldenAnswerHasATest() {
    Set<String> files = Golden.out().stream().map(Golden::name).collect(Collectors.toSet());
    Set<String> written = new HashSet<>(names());
    written.add("dead-letter");
    assertEquals(files, written);
  }

  @Test
  void everyTypeHasAGoldenAnswer() {
    Set<String> types =
        Stream.concat(Golden.out().stream(), Golden.audit().stream())
            .map(golden -> golden.headers().get(3))
            .map(header -> new String(header.value(), UTF_8))
            .collect(Collectors.toSet());
    for (OutboundType type : OutboundType.values()) {
      assertTrue(types.contains(type.wireName), type.wireName);
    }
  }

  @Test
  void aDeadLetterKeepsTheReceivedHeadersAndNamesReasonAndPosition() {
    Golden golden = Golden.out("dead-letter");
    List<Header> received = golden.headers().subList(0, golden.headers().size() - 5);
    byte[] value = golden.valueBytes();
    DeadLetter letter =
        DeadLetter.of(
            golden.keyBytes(),
            received,
            value,
            value.length,
            new DeadLetter.Why(
                DeadLetterReason.INVALID_DATA,
                "data.holderId is missing",
                "cardflow.commands",
                7,
                123456789012L));
    List<Header> headers = letter.headers();
    assertSame(value, letter.value());
    assertEquals(text(golden.headers()), text(headers));
    for (int i = 0; i < received.size(); i++) {
      assertSame(received.get(i), headers.get(i));
    }
  }

  private static String topic(Outgoing outgoing) {
    return switch (outgoing.topic()) {
      case EVENTS -> "cardflow.events";
      case REJECTIONS -> "cardflow.rejections";
      case AUDIT -> "cardflow.audit";
    };
  }

  static List<String> text(List<Header> headers) {
    return headers.stream().map(h -> h.name() + ": " + new String(h.value(), UTF_8)).toList();
  }
}
