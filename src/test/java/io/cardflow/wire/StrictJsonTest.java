package io.cardflow.wire;

import static io.cardflow.wire.DeadLetterReason.INVALID_DATA;
import static io.cardflow.wire.DeadLetterReason.MALFORMED_JSON;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.cardflow.json.Json;
import io.cardflow.json.StrictJson;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "}",
        "nothing",
        " ",
        "{}{}",
        "{} x",
        "{\"a\":1,}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":5.}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":0x1}",
        "{\"a\":\"\u0001\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"",
        "{\"a\":1 /* one */}",
        "{\"a\":[1 2]}",
        "{\"a\":[1,]}",
        "{\"a\":tru}",
        "{\"reason\":\"a\",\"reason\":\"a\"}",
        "{\"reason\":\"a\",\"r\\u0065ason\":\"b\"}",
        "{\"x\":{\"a\":1,\"a\":1}}",
        "\ufeff{}"
      })
  void textThatIsNotStrictJsonIsMalformed(String value) {
    ReceivedMessage.valid().value(value).refused(MALFORMED_JSON);
  }

  @Test
  void bytesThatAreNotUtf8AreMalformed() {
    assertEquals("not UTF-8 at byte 11", refused(0xff));
    refused(0xc0, 0x80); // overlong NUL
    refused(0xc1, 0xbf);
    refused(0xe0, 0x9f, 0xbf); // overlong
    refused(0xed, 0xa0, 0x80); // a surrogate
    refused(0xf0, 0x8f, 0xbf, 0xbf); // overlong
    refused(0xf4, 0x90, 0x80, 0x80); // above U+10FFFF
    refused(0xf5, 0x80, 0x80, 0x80);
    refused(0xc3); // cut short
    refused(0xe2, 0x82);
    refused(0xf0, 0x9f, 0x98);
    refused(0x80);
  }

  /** The parser never returns such a name; such a value is checked by its field. */
  @Test
  void aNameWithAnUnpairedSurrogateIsMalformed() {
    ReceivedMessage.valid().value("{\"\\ud800\":1}").refused(MALFORMED_JSON);
    ReceivedMessage.valid().value("{\"\\udc00\\ud800\":1}").refused(MALFORMED_JSON);
  }

  @Test
  void aNameMayHaveAnyOtherCharacterEscapedOrNot() throws Exception {
    for (String name : new String[] {"🪪", "å漢🪪 and more", "\ud7ff\ue000"}) {
      StringBuilder escaped = new StringBuilder();
      name.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
      Json plain = StrictJson.read(("{\"" + name + "\":1}").getBytes(UTF_8), 1);
      assertEquals(plain, StrictJson.read(("{\"" + escaped + "\":1}").getBytes(UTF_8), 1));
      assertEquals(name, ((Json.ObjectValue) plain).members().firstKey());
    }
  }

  @Test
  void utf16IsMalformed() {
    ReceivedMessage.valid().value("{}".getBytes(UTF_16LE)).refused(MALFORMED_JSON);
    ReceivedMessage.valid().value("{}".getBytes(UTF_16BE)).refused(MALFORMED_JSON);
  }

  @Test
  void utf8OfEveryLengthIsRead() {
    ReceivedMessage.valid()
        .value("{\"reason\":\"aå漢🪪\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\"}")
        .understood();
  }

  @Test
  void jsonMayBeNested32DeepInEitherMode() {
    ReceivedMessage.valid().value(nested(32)).understood();
    ReceivedMessage.valid().value(nested(33)).refused(MALFORMED_JSON);
    ReceivedMessage.valid().value("[".repeat(60_000)).refused(MALFORMED_JSON);
    ReceivedMessage.valid().value("{\"a\":".repeat(10_000)).refused(MALFORMED_JSON);
    structured(nested(32)).understood();
    structured(nested(33)).refused(MALFORMED_JSON);
  }

  @Test
  void aNumberHasAtMost100Characters() {
    ReceivedMessage.valid().value("{\"x\":" + "9".repeat(100) + "}").understood();
    ReceivedMessage.valid().value("{\"x\":" + "9".repeat(101) + "}").refused(MALFORMED_JSON);
    ReceivedMessage.valid().value("{\"x\":0." + "9".repeat(60_000) + "}").refused(MALFORMED_JSON);
  }

  @Test
  void anUnusedNameMayBeLong() {
    ReceivedMessage.valid().value("{\"" + "x".repeat(60_000) + "\":1}").understood();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "null", "true", "\"{}\""})
  void dataThatIsNotAnObjectIsInvalid(String value) {
    ReceivedMessage.valid().value(value).refused(INVALID_DATA);
  }

  @Test
  void absentDataIsInvalid() {
    ReceivedMessage.valid().value("").refused(INVALID_DATA);
    ReceivedMessage.valid().value((byte[]) null).refused(INVALID_DATA);
  }

  @Test
  void aCauseNeverQuotesTheInput() {
    String secret = "u-secret";
    for (String value :
        new String[] {
          "{\"reason\":\"u-secret",
          "u-secret",
          "{\"u-secret\":1,\"u-secret\":2}",
          "{\"reason\":[\"u-secret\"]}",
          "{\"reason\":\"u-secret\\u0000\"}",
          "{\"reason\":u-secret}"
        }) {
      ParseResult.Malformed malformed =
          (ParseResult.Malformed) ReceivedMessage.valid().value(value).decode();
      assertFalse(malformed.cause().contains(secret), malformed.cause());
      assertFalse(malformed.cause().contains("\n"), malformed.cause());
    }
  }

  private static String nested(int depth) {
    return "{\"x\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
  }

  private static ReceivedMessage structured(String data) {
    return ReceivedMessage.structured(
        "\"specversion\":\"1.0\",\"id\":\"c-1\",\"source\":\"/iam\",\"subject\":\"T-000042\","
            + "\"type\":\"io.cardflow.command.lock-card.v1\",\"data\":"
            + data);
  }

  private static String refused(int... bytes) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.writeBytes("{\"reason\":\"".getBytes(UTF_8));
    for (int b : bytes) {
      value.write(b);
    }
    value.writeBytes("\"}".getBytes(UTF_8));
    return ReceivedMessage.valid().value(value.toByteArray()).refused(MALFORMED_JSON);
  }
}
