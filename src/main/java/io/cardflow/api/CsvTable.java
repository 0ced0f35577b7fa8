package io.cardflow.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table as text/csv (RFC 4180): a line with the names of the columns, and a line for each row.
 * Spreadsheets run cells that begin like a formula: these get an apostrophe in front.
 */
public final class CsvTable<T> {

  private static final String FORMULA = "=+-@\t\r";
  private static final String QUOTED = "\",\r\n";
  private static final String END = "\r\n";

  private record Column<T>(String name, Function<T, ?> value) {}

  private final List<Column<T>> columns = new ArrayList<>();

  private CsvTable() {}

  /** A table without columns. */
  public static <T> CsvTable<T> of() {
    return new CsvTable<>();
  }

  /**
   * Adds a column.
   *
   * @param value the cell of a row; null for an empty one
   */
  public CsvTable<T> column(String name, Function<T, ?> value) {
    columns.add(new Column<>(name, value));
    return this;
  }

  /** The line with the names of the columns. */
  public String header() {
    return line(columns.stream().map(Column::name));
  }

  /** The line of a row. */
  public String line(T row) {
    return line(columns.stream().map(column -> text(column.value().apply(row))));
  }

  /** A line with a text in the first cell. */
  String note(String text) {
    return line(Stream.concat(Stream.of(text), columns.stream().skip(1).map(column -> "")));
  }

  private static String line(Stream<String> cells) {
    return cells.map(CsvTable::cell).collect(Collectors.joining(",", "", END));
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }

  private static String cell(String text) {
    String safe = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return safe.chars().anyMatch(each -> QUOTED.indexOf(each) >= 0)
        ? '"' + safe.replace("\"", "\"\"") + '"'
        : safe;
  }
}
