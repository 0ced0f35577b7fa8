package io.cardflow.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cardflow.store.Portion;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables are valid RFC 4180, run no formula, and have a limited length. */
class CsvTableTest {

  private static final CsvTable<String[]> TABLE =
      CsvTable.<String[]>of().column("a", row -> row[0]).column("b", row -> row[1]);

  private static final List<String> NEXT = List.of("next");

  @Test
  void cellsAreQuotedWhereNecessary() {
    assertEquals("a,b\r\n", TABLE.header());
    assertEquals("x,y z\r\n", line("x", "y z"));
    assertEquals("\"x,y\",\"a \"\"b\"\"\"\r\n", line("x,y", "a \"b\""));
    assertEquals("\"x\ny\",\"x\r\"\r\n", line("x\ny", "x\r"));
    assertEquals(",\r\n", line(null, null));
    assertEquals(",x\r\n", line("", "x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@x", "\tx"})
  void formulasBecomeText(String formula) {
    assertEquals("'" + formula + ",1=1\r\n", line(formula, "1=1"));
  }

  @Test
  void aFormulaAfterACarriageReturnBecomesText() {
    assertEquals("\"'\r=1\",\"'=1,2\"\r\n", line("\r=1", "=1,2"));
  }

  @Test
  void onlyTheFirstPartHasTheNames() {
    CsvRows<String[]> rows = new CsvRows<>(TABLE);

    assertEquals("a,b\r\n1,2\r\n", text(rows.chunk(portion(1, NEXT))));
    assertEquals("1,2\r\n", text(rows.chunk(portion(1, null))));
    assertEquals("a,b\r\n", text(new CsvRows<>(TABLE).chunk(portion(0, null))));
  }

  @Test
  void aTableWithTheLargestNumberOfRowsIsWhole() {
    CsvRows<String[]> rows = new CsvRows<>(TABLE);
    rows.chunk(portion(CsvRows.MOST - 1, NEXT));

    Chunk last = rows.chunk(portion(1, null));

    assertEquals("1,2\r\n", text(last));
    assertNull(last.next());
  }

  @Test
  void aLongerTableIsCutVisibly() {
    for (Portion<String[]> over : List.of(portion(2, null), portion(1, NEXT))) {
      CsvRows<String[]> rows = new CsvRows<>(TABLE);
      assertEquals(NEXT, rows.chunk(portion(CsvRows.MOST - 1, NEXT)).next());

      Chunk last = rows.chunk(over);

      assertEquals("1,2\r\n\"(cut: a table has at most 100,000 rows)\",\r\n", text(last));
      assertNull(last.next());
    }
  }

  private static String line(String... cells) {
    return TABLE.line(cells);
  }

  private static String text(Chunk chunk) {
    return new String(chunk.bytes(), UTF_8);
  }

  private static Portion<String[]> portion(int rows, List<String> next) {
    return new Portion<>(
        Collections.nCopies(rows, Arrays.asList("1", "2").toArray(new String[0])), next);
  }
}
