package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A name is replaced where it can be one, in texts and in JSON. */
class PseudonymTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "anna | anna | X",
        "anna | for anna, again anna. | for X, again X.",
        "anna | hannah and annabel | hannah and annabel",
        "42 | 42 is not 1420 | X is not 1420",
        "a.b+c | a.b+c aXb+c | X aXb+c",
        "j\u00f6rg | von j\u00f6rg | von X",
        "cn=Eva,ou=\u00c5 | (cn=Eva,ou=\u00c5) | (X)",
      })
  void asWordsOfATextAndOfAFieldOfJson(String name, String text, String expected) {
    assertEquals(expected, new Pseudonym(name, "X").words(text));
    assertEquals(
        "{\"reason\":\"%s\"}".formatted(expected),
        inJson(name, "{\"reason\":\"%s\"}".formatted(text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"holderId\":\"anna\"} | anna | {\"holderId\":\"X\"}",
        "{\"a\":[{\"holderId\":\"anna\",\"b\":1}]} | anna | {\"a\":[{\"holderId\":\"X\",\"b\":1}]}",
        "{\"holderId\":\"j\\u00f6rg\"} | j\u00f6rg | {\"holderId\":\"X\"}",
        "{\"holderId\":\"j\\u00F6rg\"} | j\u00f6rg | {\"holderId\":\"X\"}",
        "{\"holderId\":\"j\u00f6rg\"} | j\u00f6rg | {\"holderId\":\"X\"}",
        "{\"holderId\":\"\\u0061nna\"} | anna | {\"holderId\":\"X\"}",
        "{\"reason\":\"\\ud83d\\ude00\"} | \ud83d\ude00 | {\"reason\":\"X\"}",
        "{\"reason\":\"a \\\"hi\\\"\"} | \"hi\" | {\"reason\":\"a X\"}",
        "{\"holderId\":\"dom\\\\eva\"} | dom\\eva | {\"holderId\":\"X\"}",
        "{\"reason\":\"x\\/y\"} | x/y | {\"reason\":\"X\"}",
        "{\"reason\":\"line\\nanna\"} | anna | {\"reason\":\"line\\nX\"}",
        "{\"reason\":\"\\u00e9anna\"} | anna | {\"reason\":\"\\u00e9X\"}",
      })
  void inFieldsOfJson(String json, String name, String expected) {
    assertEquals(expected, inJson(name, json));
  }

  @Test
  void controlCharactersAreFoundInTheirShortForm() {
    assertEquals(
        "{\"holderId\":\"X\"}", inJson("a\n\r\t\b\f", "{\"holderId\":\"a\\n\\r\\t\\b\\f\"}"));
  }

  /** A name may be anything: a number, a state, a part of an id. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"version\":11} | 11",
        "{\"cardId\":\"T-42\"} | 42",
        "{\"occurredAt\":\"2026-11-22\"} | 2026",
        "{\"to\":\"ASSIGNED\"} | ASSIGNED",
        "{\"holderId\":\"anna\"} | holderId",
        "{\"holderId\":\"anna-2\"} | anna",
        "{\"reason\":\"hannah\"} | anna",
        "{\"text\":\"\\\"reason\\\":\\\"anna\\\"\"} | anna",
        "[\"anna\"] | anna",
      })
  void nothingElseIsChanged(String json, String name) {
    byte[] value = json.getBytes(UTF_8);

    assertSame(value, new Pseudonym(name, "X").fields(value, WHOLE, WORDS));
  }

  private static final Set<String> WHOLE = Set.of("holderId");
  private static final Set<String> WORDS = Set.of("reason");

  private static String inJson(String name, String json) {
    return new String(new Pseudonym(name, "X").fields(json.getBytes(UTF_8), WHOLE, WORDS), UTF_8);
  }

  @Test
  void aWholeTextIsReplacedOnlyIfItIsTheName() {
    Pseudonym anna = new Pseudonym("anna", "X");

    assertEquals("X", anna.whole("anna"));
    assertEquals("anna 2", anna.whole("anna 2"));
    assertNull(anna.whole(null));
    assertNull(anna.words(null));
  }

  @Test
  void bytesThatAreNotUtf8AreKept() {
    byte[] value = "{\"a\":\"?\",\"holderId\":\"ab\"}".getBytes(UTF_8);
    value[6] = (byte) 0xff;

    byte[] after = new Pseudonym("ab", "X").fields(value, WHOLE, WORDS);

    assertEquals((byte) 0xff, after[6]);
    assertEquals(value.length - 1, after.length);
  }
}
