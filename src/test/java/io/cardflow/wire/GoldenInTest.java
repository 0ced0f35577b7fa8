package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.cardflow.domain.Message;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenInTest {

  private static final ObjectMapper SORTING =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  static List<Golden> golden() {
    return Golden.in();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void aGoldenRecordIsParsedAsTheExpectedMessage(Golden golden) throws Exception {
    Message read = assertInstanceOf(ParseResult.Parsed.class, golden.decode()).message();
    Message expected = ExpectedMessages.of(golden.name());
    assertEquals(ExpectedMessages.with(fingerprint(golden, expected), expected), read);
  }

  @Test
  void everyTypeHasAGoldenRecord() {
    Set<String> types =
        Golden.in().stream()
            .map(golden -> ExpectedMessages.of(golden.name()).type())
            .collect(Collectors.toSet());
    for (InboundType type : InboundType.values()) {
      assertTrue(types.contains(type.wireName), type.wireName);
    }
  }

  /** Computes the fingerprint independently of the code under test. */
  private static UUID fingerprint(Golden golden, Message message) throws Exception {
    JsonNode data = golden.isStructured() ? golden.value().get("data") : golden.value();
    String sorted = SORTING.writeValueAsString(given(SORTING.treeToValue(data, Object.class)));
    String text = message.cardId() + "\0" + message.type() + "\0" + sorted;
    ByteBuffer digest =
        ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    return new UUID(digest.getLong(), digest.getLong());
  }

  /** Without members that are null or empty. */
  private static Object given(Object json) {
    if (json instanceof Map<?, ?> object) {
      Map<Object, Object> members = new TreeMap<>();
      object.forEach((name, value) -> members.put(name, given(value)));
      members
          .values()
          .removeIf(value -> Arrays.asList(null, "", Map.of(), List.of()).contains(value));
      return members;
    }
    return json instanceof List<?> items ? items.stream().map(GoldenInTest::given).toList() : json;
  }
}
