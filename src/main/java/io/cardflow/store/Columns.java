package io.cardflow.store;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Rows as one array per column. PostgreSQL converts them back to rows with one {@code unnest} per
 * array in the {@code SELECT} list: these run in parallel, whereas {@code FROM unnest($1, $2)}
 * first materializes each column.
 */
final class Columns<T> {

  private final List<T> rows;
  private final Tuple tuple;
  private boolean sparse;

  /**
   * @param before the parameters before the columns
   */
  Columns(Collection<T> rows, Object... before) {
    this(List.copyOf(rows), Tuple.tuple());
    for (Object each : before) {
      tuple.addValue(each);
    }
  }

  private Columns(List<T> rows, Tuple tuple) {
    this.rows = rows;
    this.tuple = tuple;
  }

  /** Passes null instead of each further column that has only nulls. */
  Columns<T> sparse() {
    sparse = true;
    return this;
  }

  /** Continues with the columns of other rows. */
  <U> Columns<U> then(Collection<U> others) {
    return new Columns<>(List.copyOf(others), tuple);
  }

  Columns<T> text(Function<T, String> value) {
    tuple.addArrayOfString(column(new String[rows.size()], value));
    return this;
  }

  Columns<T> integer(Function<T, Integer> value) {
    tuple.addArrayOfInteger(column(new Integer[rows.size()], value));
    return this;
  }

  Columns<T> bigint(Function<T, Long> value) {
    tuple.addArrayOfLong(column(new Long[rows.size()], value));
    return this;
  }

  Columns<T> bool(Function<T, Boolean> value) {
    tuple.addArrayOfBoolean(column(new Boolean[rows.size()], value));
    return this;
  }

  Columns<T> uuid(Function<T, UUID> value) {
    tuple.addArrayOfUUID(column(new UUID[rows.size()], value));
    return this;
  }

  /** Binary values; not null. */
  Columns<T> bytes(Function<T, byte[]> value) {
    tuple.addArrayOfBuffer(column(new Buffer[rows.size()], row -> Buffer.buffer(value.apply(row))));
    return this;
  }

  Columns<T> time(Function<T, Instant> value) {
    AtUtc atUtc = new AtUtc();
    tuple.addArrayOfOffsetDateTime(
        column(new OffsetDateTime[rows.size()], row -> atUtc.of(value.apply(row))));
    return this;
  }

  private <V> V[] column(V[] values, Function<T, V> value) {
    boolean empty = sparse;
    for (int row = 0; row < values.length; row++) {
      values[row] = value.apply(rows.get(row));
      empty &= values[row] == null;
    }
    return empty ? null : values;
  }

  Tuple tuple() {
    return tuple;
  }

  /**
   * Caches the conversion of a time, since most rows of a column have the time at which their batch
   * was decided.
   */
  private static final class AtUtc {

    private Instant last;
    private OffsetDateTime lastAtUtc;

    OffsetDateTime of(Instant time) {
      if (time == null) {
        return null;
      }
      if (!time.equals(last)) {
        last = time;
        lastAtUtc = time.atOffset(ZoneOffset.UTC);
      }
      return lastAtUtc;
    }
  }
}
