package io.cardflow.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.store.Portion;
import java.util.List;

/** The rows of one download as text/csv: a table of limited length. */
final class CsvRows<T> {

  /** The largest number of rows. */
  static final int MOST = 100_000;

  /** The first cell of the last line of a table that was cut. */
  static final String CUT = "(cut: a table has at most 100,000 rows)";

  private final CsvTable<T> table;
  private boolean begun;
  private int rows;

  CsvRows(CsvTable<T> table) {
    this.table = table;
  }

  /** The lines of a portion; each portion is passed once, in order. */
  Chunk chunk(Portion<T> portion) {
    StringBuilder out = new StringBuilder();
    if (!begun) {
      out.append(table.header());
      begun = true;
    }
    List<T> items = portion.items();
    int kept = Math.min(items.size(), MOST - rows);
    items.subList(0, kept).forEach(item -> out.append(table.line(item)));
    rows += kept;
    boolean cut = kept < items.size() || (rows == MOST && portion.next() != null);
    if (cut) {
      out.append(table.note(CUT));
    }
    return new Chunk(out.toString().getBytes(UTF_8), cut ? null : portion.next());
  }
}
