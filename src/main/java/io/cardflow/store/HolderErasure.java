package io.cardflow.store;

import io.cardflow.domain.PrivacyCode;
import io.cardflow.store.Erasures.Step;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A portion of the erasure of a person: of ended assignments first, then of the journal. */
final class HolderErasure {

  private static final int ASSIGNMENTS = 1_000;

  /** How many units of the journal a portion looks at, and how many of them it rewrites. */
  private static final int UNITS = 1_000;

  private static final int REWRITTEN = 10;

  /** With more cards a portion looks at fewer units: each card is searched in each unit. */
  private static final int CARDS = 50;

  private static final String HAS_CARD =
      "SELECT 1 FROM card_assignment WHERE holder_id = $1 AND ended_at IS NULL LIMIT 1";

  private static final String BEGIN =
      """
      UPDATE erasure SET status = 'RUNNING',
        last_unit = (SELECT coalesce(max(id), 0) FROM journal_unit),
        next_unit = (SELECT coalesce(min(id), 1) FROM journal_unit)
      WHERE request_id = $1
      """;

  /** The word is the person as a pattern; what is recorded later is not looked at. */
  private static final String AUDIT =
      """
      UPDATE audit SET actor = CASE WHEN actor = $1 THEN $2 ELSE actor END,
        reason = regexp_replace(reason, $3, $2, 'g')
      WHERE actor = $1 OR strpos(reason, $1) > 0
      """;

  private static final String ACTIONS =
      """
      UPDATE action SET actor = CASE WHEN actor = $1 THEN $2 ELSE actor END,
        reason = regexp_replace(reason, $3, $2, 'g')
      WHERE finished_at IS NOT NULL AND (actor = $1 OR strpos(reason, $1) > 0)
      """;

  /** An assignment that ends later needs another request: its journal entries are not read. */
  private static final String RENAME =
      """
      WITH due AS MATERIALIZED (
        SELECT card_id, number FROM card_assignment
        WHERE holder_id = $2
          AND ended_at <= (SELECT received_at FROM erasure WHERE request_id = $1)
        ORDER BY card_id, number LIMIT $4 FOR UPDATE
      ), renamed AS (
        UPDATE card_assignment a SET holder_id = $3
        FROM due WHERE a.card_id = due.card_id AND a.number = due.number
        RETURNING a.valid_from, a.ended_at
      ), noted AS (
        UPDATE erasure SET assignments = assignments + (SELECT count(*) FROM renamed),
          data_from = least(data_from, (SELECT min(valid_from) FROM renamed)),
          data_until = greatest(data_until, (SELECT max(ended_at) FROM renamed))
        WHERE request_id = $1
      )
      SELECT count(*) AS renamed FROM renamed
      """;

  private static final String PAST =
      "SELECT card_id, valid_from, ended_at FROM card_assignment WHERE holder_id = $1";

  private static final String UNITS_ABOUT =
      """
      SELECT u.id, u.decided_at, u.records, u.codes, u.card_ids, u.sources, u.message_ids, u.authids,
        u.correlationids, u.reasons, u.output,
        EXISTS (
          SELECT FROM unnest(u.range_logs, u.range_ends) AS r(log, last_offset)
          JOIN progress p ON p.log = r.log AND p.published_offset <= r.last_offset) AS in_doubt
      FROM journal_unit u
      WHERE u.id BETWEEN $1 AND $2
        AND (u.card_ids && $3::text[]
          OR $4 = ANY(u.authids)
          OR strpos(array_to_string(u.reasons, chr(10)), $4) > 0)
      ORDER BY u.id LIMIT $5 FOR NO KEY UPDATE OF u
      """;

  private static final String REWRITE =
      """
      UPDATE journal_unit SET sources = $2, message_ids = $3, authids = $4, correlationids = $5,
        reasons = $6, output = $7
      WHERE id = $1
      """;

  private static final String NOTE =
      """
      UPDATE erasure SET next_unit = $2, entries = entries + $3,
        data_from = least(data_from, $4), data_until = greatest(data_until, $5)
      WHERE request_id = $1
      """;

  private final SqlConnection connection;
  private final String requestId;
  private final Row row;
  private final String holder;
  private final String pseudonym;
  private final HolderEraser eraser;

  HolderErasure(SqlConnection connection, String requestId, Row row, HolderEraser eraser) {
    this.connection = connection;
    this.requestId = requestId;
    this.row = row;
    this.holder = row.getString("subject");
    this.pseudonym = row.getString("pseudonym");
    this.eraser = eraser;
  }

  Future<Step> advance() {
    return row.getString("status").equals("RECEIVED") ? begin() : assignments();
  }

  private Future<Step> begin() {
    return Erasures.first(connection, HAS_CARD, Tuple.of(holder))
        .compose(
            card ->
                card.isPresent()
                    ? Erasures.refuse(connection, requestId, PrivacyCode.HOLDER_HAS_CARD)
                    : connection
                        .preparedQuery(BEGIN)
                        .execute(Tuple.of(requestId))
                        .compose(begun -> recorded(AUDIT))
                        .compose(done -> recorded(ACTIONS))
                        .map(done -> Step.MORE));
  }

  private Future<Void> recorded(String sql) {
    return connection.preparedQuery(sql).execute(Tuple.of(holder, pseudonym, word())).mapEmpty();
  }

  /** As {@link io.cardflow.wire.Pseudonym} finds it, in PostgreSQL's syntax. */
  private String word() {
    return "(?<![A-Za-z0-9])"
        + holder.replaceAll("([\\x00-\\x7f&&[^A-Za-z0-9]])", "\\\\$1")
        + "(?![A-Za-z0-9])";
  }

  private Future<Step> assignments() {
    return connection
        .preparedQuery(RENAME)
        .execute(Tuple.of(requestId, holder, pseudonym, (long) ASSIGNMENTS))
        .compose(
            renamed ->
                renamed.iterator().next().getLong("renamed") == ASSIGNMENTS
                    ? Future.succeededFuture(Step.MORE)
                    : connection
                        .preparedQuery(PAST)
                        .execute(Tuple.of(pseudonym))
                        .map(HolderErasure::past)
                        .compose(this::journal));
  }

  private Future<Step> journal(List<PastAssignment> past) {
    String[] cards = past.stream().map(PastAssignment::cardId).distinct().toArray(String[]::new);
    int units = Math.max(1, UNITS * CARDS / Math.max(CARDS, cards.length));
    long first = row.getLong("next_unit");
    long last = Math.min(row.getLong("last_unit"), first + units - 1);
    return connection
        .preparedQuery(UNITS_ABOUT)
        .execute(Tuple.of(first, last, cards, holder, (long) REWRITTEN))
        .compose(found -> rewrite(found, last, past));
  }

  private Future<Step> rewrite(RowSet<Row> found, long last, List<PastAssignment> past) {
    List<JournaledTexts> units = new ArrayList<>();
    long doubtful = 0;
    for (Row each : found) {
      if (each.getBoolean("in_doubt")) {
        doubtful = each.getLong("id");
        break;
      }
      units.add(texts(each));
    }
    long next =
        doubtful > 0
            ? doubtful
            : found.size() == REWRITTEN ? units.get(units.size() - 1).id() + 1 : last + 1;
    boolean waits = doubtful > 0;
    return Vertx.currentContext()
        .executeBlocking(
            () ->
                units.stream()
                    .map(unit -> eraser.erase(unit, holder, pseudonym, past))
                    .filter(erased -> erased.entries() > 0)
                    .toList())
        .compose(erased -> store(erased).compose(stored -> note(erased, next)))
        .compose(
            noted -> {
              if (next > row.getLong("last_unit")) {
                return Erasures.finish(connection, requestId);
              }
              return Future.succeededFuture(waits ? Step.WAITS : Step.MORE);
            });
  }

  private Future<Void> store(List<HolderEraser.Erased> erased) {
    Future<Void> stored = Future.succeededFuture();
    for (HolderEraser.Erased each : erased) {
      JournaledTexts unit = each.unit();
      Tuple tuple =
          Tuple.of(unit.id())
              .addArrayOfString(unit.sources())
              .addArrayOfString(unit.messageIds())
              .addArrayOfString(unit.authids())
              .addArrayOfString(unit.correlationids())
              .addArrayOfString(unit.reasons())
              .addBuffer(unit.output() == null ? null : Buffer.buffer(unit.output()));
      stored =
          stored.compose(before -> connection.preparedQuery(REWRITE).execute(tuple).mapEmpty());
    }
    return stored;
  }

  private Future<Void> note(List<HolderEraser.Erased> erased, long next) {
    Instant from = erased.isEmpty() ? null : erased.get(0).unit().decidedAt();
    Instant until = erased.isEmpty() ? null : erased.get(erased.size() - 1).unit().decidedAt();
    return connection
        .preparedQuery(NOTE)
        .execute(
            Tuple.of(
                requestId,
                next,
                erased.stream().mapToLong(HolderEraser.Erased::entries).sum(),
                utc(from),
                utc(until)))
        .mapEmpty();
  }

  private static OffsetDateTime utc(Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }

  private static List<PastAssignment> past(RowSet<Row> rows) {
    List<PastAssignment> past = new ArrayList<>(rows.size());
    for (Row row : rows) {
      past.add(
          new PastAssignment(
              row.getString("card_id"),
              row.getOffsetDateTime("valid_from").toInstant(),
              row.getOffsetDateTime("ended_at").toInstant()));
    }
    return past;
  }

  private static JournaledTexts texts(Row row) {
    Buffer output = row.getBuffer("output");
    return new JournaledTexts(
        row.getLong("id"),
        row.getOffsetDateTime("decided_at").toInstant(),
        row.getInteger("records"),
        row.getArrayOfStrings("card_ids"),
        row.getArrayOfStrings("sources"),
        row.getArrayOfStrings("message_ids"),
        row.getArrayOfStrings("authids"),
        row.getArrayOfStrings("correlationids"),
        row.getArrayOfStrings("codes"),
        row.getArrayOfStrings("reasons"),
        output == null ? null : output.getBytes());
  }
}
