package io.cardflow.store;

import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.JournalPosition;
import io.cardflow.domain.MessageId;
import io.cardflow.domain.Outcome;
import io.cardflow.domain.TakenMessage;
import io.cardflow.domain.TakenMessages;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the journal for the API: the history of a card, and what became of a message. */
@ApplicationScoped
public class JournalReader {

  private static final String ENTRY =
      """
      e.topic, e.partition, e."offset", e.decided_at, e.log, e.card_id, e.source, e.id, e.type,
        e.time, e.authid, e.correlationid, e.content, e.outcome, e.code, e.reason, e.version,
        e.previous_log, e.previous_offset, e.unit_index,
        (SELECT r.unit_id FROM journal_range r
          WHERE r.log = e.log AND r.last_offset >= e."offset"
          ORDER BY r.log, r.last_offset LIMIT 1) AS unit_id
      """;

  /** From the entry at a position back to those of earlier messages of the card. */
  static final String HISTORY =
      """
      WITH RECURSIVE history AS (
        SELECT 1::bigint AS step, e.* FROM journal_entry($1, $2) e
        UNION ALL
        SELECT h.step + 1, e.* FROM history h
        CROSS JOIN LATERAL journal_entry(h.previous_log, h.previous_offset) e
        WHERE h.step < $3
      )
      SELECT %s FROM history e ORDER BY e.step
      """
          .formatted(ENTRY);

  /**
   * At an offset of the latest incarnation of a partition that has it. An offset that is still to
   * be decided may have been used by an earlier one.
   */
  static final String AT =
      """
      SELECT %s FROM (
        SELECT e.* FROM inbound_log l CROSS JOIN LATERAL journal_entry(l.id, $3) e
        WHERE l.topic = $1::text::inbound_topic AND l.partition = $2
          AND NOT EXISTS (SELECT FROM progress p
            WHERE p.topic = l.topic AND p.partition = l.partition AND p.next_offset <= $3)
        ORDER BY l.incarnation DESC LIMIT 1) e
      """
          .formatted(ENTRY);

  /** A partition that no replica has taken over yet has no row. */
  static final String NEXT =
      """
      SELECT CASE
        WHEN p.next_offset IS NOT NULL THEN p.next_offset <= $3
        ELSE $2 < coalesce((SELECT max(partitions) FROM progress), $2 + 1) END AS ahead
      FROM (SELECT) one
      LEFT JOIN progress p ON p.topic = $1::text::inbound_topic AND p.partition = $2
      """;

  /** What a card has taken in under a digest. */
  static final String TAKEN =
      """
      SELECT c.messages, NULL::bigint AS digest, NULL::bigint AS content, NULL::int AS log,
        NULL::bigint AS "offset"
      FROM card c WHERE c.id = $1
      UNION ALL
      SELECT NULL, m.digest, m.content, m.log, m."offset"
      FROM card_message m WHERE m.card_id = $1 AND m.digest = $2
      """;

  static final String OUTPUT = "SELECT output FROM journal_unit WHERE id = $1";

  private final Pool pool;

  /** Uses this pool. */
  public JournalReader(Pool pool) {
    this.pool = pool;
  }

  /**
   * The entry of a record by its position.
   *
   * @param offset 0 or more
   */
  public Uni<Optional<DecidedMessage>> at(InboundTopic topic, int partition, long offset) {
    return Transactions.list(
            pool, AT, Tuple.of(topic.name(), partition, offset), JournalReader::message)
        .map(found -> found.stream().findFirst());
  }

  /** Whether the record at a position is still to be decided, or does not exist yet. */
  public Uni<Boolean> isAhead(InboundTopic topic, int partition, long offset) {
    return Transactions.list(
            pool, NEXT, Tuple.of(topic.name(), partition, offset), row -> row.getBoolean("ahead"))
        .map(rows -> rows.get(0));
  }

  /**
   * The messages of a card, the latest first.
   *
   * @param from the entry to begin with
   * @param most the maximum number, 1 or more
   * @return ends early where retention has removed the journal
   */
  public Uni<List<DecidedMessage>> history(JournalPosition from, int most) {
    return Transactions.list(
        pool, HISTORY, Tuple.of(from.log(), from.offset(), (long) most), JournalReader::message);
  }

  /**
   * What a message id led to at a card.
   *
   * @param taken whether the card has taken in a message whose id has this digest
   * @param message its entry; empty if there is none, or if retention has removed it
   */
  public record Lookup(boolean taken, Optional<DecidedMessage> message) {}

  /** Looks up the first message with an id at a card. */
  public Uni<Lookup> find(String cardId, MessageId id) {
    return Transactions.list(pool, TAKEN, Tuple.of(cardId, id.digest()), row -> row)
        .map(rows -> positions(rows, id.digest()))
        .chain(
            positions ->
                Multi.createFrom()
                    .iterable(positions)
                    .onItem()
                    .transformToUniAndConcatenate(position -> history(position, 1))
                    .collect()
                    .asList()
                    .map(found -> lookup(found, id)));
  }

  private static Lookup lookup(List<List<DecidedMessage>> found, MessageId id) {
    boolean removed = found.stream().anyMatch(List::isEmpty);
    Optional<DecidedMessage> message =
        found.stream()
            .flatMap(List::stream)
            .filter(each -> id.equals(each.entry().id()))
            .findFirst();
    return new Lookup(removed || message.isPresent(), message);
  }

  private static List<JournalPosition> positions(List<Row> rows, long digest) {
    List<JournalPosition> positions = new ArrayList<>();
    for (Row row : rows) {
      Buffer inRow = row.getBuffer("messages");
      if (inRow != null) {
        TakenMessages taken = CardMessageTable.taken(inRow);
        taken.find(digest).stream().map(TakenMessage::position).forEach(positions::add);
      } else {
        positions.add(new JournalPosition(row.getInteger("log"), row.getLong("offset")));
      }
    }
    return positions;
  }

  /** What a unit of work published; empty if nothing, or if retention has removed it. */
  public Uni<Optional<byte[]>> output(long unitId) {
    return Transactions.list(
            pool,
            OUTPUT,
            Tuple.of(unitId),
            row -> Optional.ofNullable(row.getBuffer("output")).map(Buffer::getBytes))
        .map(found -> found.isEmpty() ? Optional.empty() : found.get(0));
  }

  private static DecidedMessage message(Row row) {
    Integer previous = row.getInteger("previous_log");
    String id = row.getString("id");
    OffsetDateTime time = row.getOffsetDateTime("time");
    return new DecidedMessage(
        InboundTopic.valueOf(row.getString("topic")),
        row.getInteger("partition"),
        row.getLong("offset"),
        row.getOffsetDateTime("decided_at").toInstant(),
        new JournalEntry(
            new JournalPosition(row.getInteger("log"), row.getLong("offset")),
            row.getString("card_id"),
            id == null ? null : new MessageId(row.getString("source"), id),
            row.getString("type"),
            time == null ? null : time.toInstant(),
            row.getString("authid"),
            row.getString("correlationid"),
            row.getLong("content"),
            Outcome.valueOf(row.getString("outcome")),
            row.getString("code"),
            row.getString("reason"),
            row.getInteger("version"),
            previous == null
                ? null
                : new JournalPosition(previous, row.getLong("previous_offset"))),
        row.getLong("unit_id"),
        Math.toIntExact(row.getLong("unit_index") - 1));
  }
}
