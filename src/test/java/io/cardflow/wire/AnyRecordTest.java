package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.cardflow.domain.InboundTopic;
import io.cardflow.json.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Parsing returns a value for every record and never throws. */
class AnyRecordTest {

  private static final List<Golden> GOLDEN = Golden.in();
  private static final byte[] INTERESTING = "{}[]\":,\\u0d8eE+-.19tfn \0\ufeff".getBytes(UTF_8);

  private final MessageParser decoder = new MessageParser();

  @Property
  void anyBytesAreDecoded(
      @ForAll InboundTopic topic,
      @ForAll byte[] key,
      @ForAll("headers") List<Header> headers,
      @ForAll byte[] value,
      @ForAll long timestamp) {
    decoded(topic, key, headers, value, timestamp);
  }

  @Property(tries = 3000)
  void anyBrokenGoldenRecordIsDecoded(@ForAll long seed, @ForAll @IntRange(max = 8) int times) {
    Random random = new Random(seed);
    Golden golden = GOLDEN.get(random.nextInt(GOLDEN.size()));
    byte[] value = golden.valueBytes();
    List<Header> headers = new ArrayList<>(golden.headers());
    for (int i = 0; i < times; i++) {
      if (random.nextInt(4) > 0) {
        value = mutated(value, random);
      } else {
        int at = random.nextInt(headers.size());
        Header header = headers.get(at);
        headers.set(at, new Header(header.name(), mutated(header.value(), random)));
      }
    }
    decoded(golden.inboundTopic(), golden.keyBytes(), headers, value, golden.timestamp());
  }

  @Property
  void bytesAreUtf8IfJavaDecodesThem(@ForAll("almostUtf8") byte[] bytes) {
    boolean valid = true;
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      valid = false;
    }
    assertEquals(valid, Utf8.firstFault(bytes) < 0);
  }

  @Provide
  Arbitrary<List<Header>> headers() {
    Arbitrary<String> names =
        Arbitraries.oneOf(
            Arbitraries.of(Attribute.values()).map(attribute -> attribute.header),
            Arbitraries.of("content-type", "Content-Type", "x"),
            Arbitraries.strings());
    Arbitrary<byte[]> values =
        Arbitraries.oneOf(
            Arbitraries.of("1.0", "T-1", "application/json", "application/cloudevents+json")
                .map(text -> text.getBytes(UTF_8)),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(80).injectNull(0.05));
    return Combinators.combine(names, values).as(Header::new).list().ofMaxSize(12);
  }

  /** Bytes that are mostly near the limits of the encoding. */
  @Provide
  Arbitrary<byte[]> almostUtf8() {
    int[] edges = {
      0x41, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed,
      0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff
    };
    return Arbitraries.integers()
        .between(0, edges.length - 1)
        .map(i -> (byte) edges[i])
        .array(byte[].class)
        .ofMaxSize(5);
  }

  private void decoded(
      InboundTopic topic, byte[] key, List<Header> headers, byte[] value, long timestamp) {
    ParseResult decoded = decoder.decode(topic, key, headers, value, timestamp);
    if (decoded instanceof ParseResult.Malformed malformed) {
      assertNotEquals(DeadLetterReason.INTERNAL_ERROR, malformed.reason(), malformed.cause());
    } else {
      assertNotNull(((ParseResult.Parsed) decoded).message().fingerprint());
    }
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = random.nextInt(bytes.length);
    int end = Math.min(bytes.length, at + random.nextInt(12));
    ByteBuffer out = ByteBuffer.allocate(bytes.length * 2 + 1);
    switch (random.nextInt(5)) {
      case 0 -> out.put(bytes, 0, at).put(bytes, end, bytes.length - end);
      case 1 -> out.put(bytes).put(bytes, at, end - at);
      case 2 -> out.put(bytes, 0, end).put(bytes, at, bytes.length - at);
      case 3 -> out.put(bytes).put(at, (byte) random.nextInt());
      default -> out.put(bytes).put(at, INTERESTING[random.nextInt(INTERESTING.length)]);
    }
    byte[] mutated = new byte[out.position()];
    out.flip().get(mutated);
    return mutated;
  }
}
