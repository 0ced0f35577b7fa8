package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.cardflow.domain.Message;
import io.cardflow.json.Json;
import io.cardflow.json.StrictJson;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {

  private final Fingerprint fingerprints = new Fingerprint();

  @Test
  void aFingerprintNeverChangesBetweenReleases() {
    assertEquals(
        UUID.fromString("1f559815-ccef-bb5c-a82b-cbcfd7e796e1"),
        message("lock-card").fingerprint());
  }

  @Test
  void bothModesAndAnyOrderOfFieldsGiveTheSameFingerprint() {
    Message binary = message("assign-card");
    Message structured = message("assign-card-structured");
    assertEquals(binary, structured);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"b\":[1,{\"d\":2,\"c\":null}],\"a\":\"å\"}|{ \"a\" :\"\\u00e5\",\"b\":[1,"
            + " {\"c\":null,\"d\":2}]}",
        "{\"a\":\"\\/\\u0041\\n\"}|{\"a\":\"/A\\u000a\"}",
        "{\"a\":\"\\ud83e\\udeaa\"}|{\"a\":\"🪪\"}",
        "{\"a\":null,\"b\":\"\",\"c\":{},\"d\":[]}|{}",
        "{\"a\":{\"b\":{\"c\":null},\"d\":\"\"},\"e\":1}|{\"e\":1}",
        "{\"a\":[{\"b\":null}]}|{\"a\":[{}]}"
      })
  void theFormattingOfJsonDoesNotMatter(String one, String other) throws Exception {
    assertEquals(fingerprint(one), fingerprint(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1}|{\"a\":2}",
        "{\"a\":1}|{\"a\":\"1\"}",
        "{\"a\":[null]}|{}",
        "{\"a\":[null]}|{\"a\":[\"\"]}",
        "{\"a\":\" \"}|{}",
        "{\"a\":false}|{}",
        "{\"a\":0}|{}",
        "{\"a\":true}|{\"a\":false}",
        "{\"a\":\"\\ud800\"}|{\"a\":\"\\udbff\"}",
        "{\"a\":\"\\ud800\"}|{\"a\":\"?\"}",
        "{\"a\":\"\\ud800\"}|{\"a\":\"\\\\ud800\"}",
        "{\"a\":\"\\u0000\"}|{\"a\":\"\\\\u0000\"}",
        "{\"a\":\"x\\\",\\\"b\\\":\\\"y\"}|{\"a\":\"x\",\"b\":\"y\"}"
      })
  void otherContentHasAnotherFingerprint(String one, String other) throws Exception {
    assertNotEquals(fingerprint(one), fingerprint(other));
  }

  @Test
  void theFingerprintDependsOnSubjectAndType() throws Exception {
    Json data = StrictJson.read("{}".getBytes(UTF_8), 1);
    List<UUID> all =
        List.of(
            fingerprints.of("a", "b", data),
            fingerprints.of("ab", "", data),
            fingerprints.of("a", "c", data),
            fingerprints.of("c", "b", data),
            fingerprints.of("a", "b", "{}".getBytes(UTF_8)));
    assertEquals(all.size(), all.stream().distinct().count());
  }

  private static Message message(String golden) {
    return ReceivedMessage.of(Golden.in(golden)).understood();
  }

  private UUID fingerprint(String json) throws Exception {
    return fingerprints.of("T-1", "t", StrictJson.read(json.getBytes(UTF_8), 9));
  }
}
