package io.cardflow.store;

import io.cardflow.domain.JournalPosition;
import io.cardflow.domain.KnownMessages.JournaledMessage;
import io.cardflow.domain.MessageId;
import io.cardflow.domain.Outcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The journal's tables: their statements, and the mapping of their rows. */
final class JournalTable {

  static final String INSERT =
      """
      WITH unit AS (
        INSERT INTO journal_unit (unit, decided_at, output, records, offsets, card_ids, sources,
          message_ids, types, times, authids, correlationids, contents, outcomes, codes, reasons,
          versions, previous_logs, previous_offsets, range_logs, range_ends)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
          $19, $20, $21)
        RETURNING id
      )
      INSERT INTO journal_range (log, last_offset, first_offset, unit_id, first_index, last_index)
      SELECT n.log, n.last_offset, n.first_offset, unit.id, n.first_index, n.last_index
      FROM unit CROSS JOIN unnest($20::int[], $21::bigint[], $22::bigint[], $23::int[], $24::int[])
        AS n(log, last_offset, first_offset, first_index, last_index)
      """;

  static final String MESSAGES =
      """
      SELECT p.log, p."offset", e.source, e.id, e.content
      FROM unnest($1::int[], $2::bigint[]) AS p(log, "offset")
      CROSS JOIN LATERAL journal_entry(p.log, p."offset") e
      WHERE e.id IS NOT NULL
      """;

  /**
   * The first unit of work of which records are in the ranges of offsets: from $2 to before $3 of
   * each log.
   */
  static final String FIRST_UNIT =
      """
      WITH wanted AS (
        SELECT r.unit_id, r.log, r.first_index, r.last_index, u.unit, p.from_offset, p.to_offset
        FROM unnest($1::int[], $2::bigint[], $3::bigint[]) AS p(log, from_offset, to_offset)
        JOIN journal_range r
          ON r.log = p.log AND r.last_offset >= p.from_offset AND r.first_offset < p.to_offset
        JOIN journal_unit u ON u.id = r.unit_id
      ), first AS (SELECT unit_id FROM wanted ORDER BY unit, unit_id LIMIT 1)
      SELECT w.log, i.index - 1 AS index, u.decided_at, u.offsets[i.index] AS "offset",
        u.outcomes[i.index] AS outcome, u.codes[i.index] AS code, u.reasons[i.index] AS reason,
        CASE WHEN row_number() OVER () = 1 THEN u.output END AS output
      FROM first
      JOIN wanted w ON w.unit_id = first.unit_id
      JOIN journal_unit u ON u.id = w.unit_id
      CROSS JOIN LATERAL generate_series(w.first_index, w.last_index) AS i(index)
      WHERE u.offsets[i.index] >= w.from_offset AND u.offsets[i.index] < w.to_offset
      """;

  private JournalTable() {}

  static Tuple tuple(JournalUnit unit) {
    List<JournalEntry> entries = unit.entries();
    Columns<JournalEntry> columns =
        new Columns<>(
                entries,
                unit.number(),
                unit.decidedAt().atOffset(ZoneOffset.UTC),
                unit.output() == null ? null : Buffer.buffer(unit.output()),
                entries.size())
            .bigint(each -> each.position().offset())
            .sparse()
            .text(JournalEntry::cardId)
            .text(each -> of(each.id(), MessageId::source))
            .text(each -> of(each.id(), MessageId::id))
            .text(JournalEntry::type)
            .time(JournalEntry::time)
            .text(JournalEntry::actor)
            .text(JournalEntry::correlationId)
            .bigint(JournalEntry::content)
            .text(each -> each.outcome().name())
            .text(JournalEntry::code)
            .text(JournalEntry::reason)
            .integer(JournalEntry::version)
            .integer(each -> of(each.previous(), JournalPosition::log))
            .bigint(each -> of(each.previous(), JournalPosition::offset));
    return columns
        .then(ranges(entries))
        .integer(Range::log)
        .bigint(Range::lastOffset)
        .bigint(Range::firstOffset)
        .integer(Range::firstIndex)
        .integer(Range::lastIndex)
        .tuple();
  }

  /** Consecutive entries of one log; indexes from 1. */
  private record Range(int log, long firstOffset, long lastOffset, int firstIndex, int lastIndex) {}

  private static List<Range> ranges(List<JournalEntry> entries) {
    List<Range> ranges = new ArrayList<>();
    int first = 0;
    for (int i = 1; i <= entries.size(); i++) {
      JournalPosition begin = entries.get(first).position();
      if (i == entries.size() || entries.get(i).position().log() != begin.log()) {
        JournalPosition end = entries.get(i - 1).position();
        ranges.add(new Range(begin.log(), begin.offset(), end.offset(), first + 1, i));
        first = i;
      }
    }
    return ranges;
  }

  static Tuple positions(Collection<JournalPosition> positions) {
    return new Columns<>(positions)
        .integer(JournalPosition::log)
        .bigint(JournalPosition::offset)
        .tuple();
  }

  static Map<JournalPosition, JournaledMessage> messages(RowSet<Row> rows) {
    Map<JournalPosition, JournaledMessage> messages = new HashMap<>();
    for (Row row : rows) {
      messages.put(
          new JournalPosition(row.getInteger("log"), row.getLong("offset")),
          new JournaledMessage(
              new MessageId(row.getString("source"), row.getString("id")), row.getLong("content")));
    }
    return messages;
  }

  /**
   * @param ranges the first offset and the offset after the last one, by log
   */
  static Tuple ranges(Map<Integer, OffsetRange> ranges) {
    return new Columns<>(new TreeMap<>(ranges).entrySet())
        .integer(Map.Entry::getKey)
        .bigint(each -> each.getValue().from())
        .bigint(each -> each.getValue().to())
        .tuple();
  }

  /** The portion that {@link #FIRST_UNIT} returns; null if there is none. */
  static JournalPortion portion(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return null;
    }
    List<JournalPortion.Indexed> entries = new ArrayList<>(rows.size());
    Buffer output = null;
    for (Row row : rows) {
      Buffer found = row.getBuffer("output");
      output = found == null ? output : found;
      JournalEntry entry =
          new JournalEntry(
              new JournalPosition(row.getInteger("log"), row.getLong("offset")),
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              Outcome.valueOf(row.getString("outcome")),
              row.getString("code"),
              row.getString("reason"),
              null,
              null);
      entries.add(new JournalPortion.Indexed(row.getInteger("index"), entry));
    }
    entries.sort(Comparator.comparing(JournalPortion.Indexed::index));
    return new JournalPortion(
        rows.iterator().next().getOffsetDateTime("decided_at").toInstant(),
        entries,
        output == null ? null : output.getBytes());
  }

  private static <T, V> V of(T whole, Function<T, V> part) {
    return whole == null ? null : part.apply(whole);
  }
}
