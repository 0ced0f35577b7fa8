package io.cardflow.store;

import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Rows turned into one array a column, as {@code unnest} takes them. */
final class Columns<T> {

  private final List<T> rows;
  private final Tuple tuple = Tuple.tuple();

  /**
   * @param before parameters that stand before the columns
   */
  Columns(Collection<T> rows, Object... before) {
    this.rows = List.copyOf(rows);
    for (Object each : before) {
      tuple.addValue(each);
    }
  }

  Columns<T> text(Function<T, String> value) {
    tuple.addArrayOfString(rows.stream().map(value).toArray(String[]::new));
    return this;
  }

  Columns<T> integer(Function<T, Integer> value) {
    tuple.addArrayOfInteger(rows.stream().map(value).toArray(Integer[]::new));
    return this;
  }

  Columns<T> bigint(Function<T, Long> value) {
    tuple.addArrayOfLong(rows.stream().map(value).toArray(Long[]::new));
    return this;
  }

  Columns<T> bool(Function<T, Boolean> value) {
    tuple.addArrayOfBoolean(rows.stream().map(value).toArray(Boolean[]::new));
    return this;
  }

  Columns<T> uuid(Function<T, UUID> value) {
    tuple.addArrayOfUUID(rows.stream().map(value).toArray(UUID[]::new));
    return this;
  }

  Columns<T> time(Function<T, Instant> value) {
    tuple.addArrayOfOffsetDateTime(
        rows.stream().map(value).map(Columns::atUtc).toArray(OffsetDateTime[]::new));
    return this;
  }

  Tuple tuple() {
    return tuple;
  }

  private static OffsetDateTime atUtc(Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }
}
