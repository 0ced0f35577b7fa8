package io.cardflow.store;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.MessageId;
import io.cardflow.domain.Outcome;
import io.cardflow.domain.Position;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;

/** The table {@code journal}: its statements, and the mapping of its rows. */
final class JournalTable {

  static final String SEEN =
      """
      SELECT j.source, j.id, j.fingerprint
      FROM unnest($1::text[], $2::text[]) AS m(source, id)
      JOIN journal j ON j.source = m.source AND j.id = m.id
      """;

  static final String DECIDED =
      """
      SELECT count(*) AS decided
      FROM unnest($1::text[], $2::text[]) AS m(source, id)
      JOIN journal j ON j.source = m.source AND j.id = m.id
      """;

  static final String RECALL =
      """
      SELECT j.source, j.id, j.fingerprint, j.topic::text, j.partition, j."offset", j.decided_at,
        j.card_id, j.outcome, j.version, j.output, j.unit, j.unit_index
      FROM unnest($1::text[], $2::text[]) AS m(source, id)
      JOIN journal j ON j.source = m.source AND j.id = m.id
      """;

  static final String INSERT =
      """
      INSERT INTO journal (source, id, fingerprint, topic, partition, "offset", decided_at,
        card_id, outcome, version, output, unit, unit_index)
      SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::uuid[]),
        unnest($4::text[])::inbound_topic, unnest($5::int[]), unnest($6::bigint[]),
        unnest($7::timestamptz[]), unnest($8::text[]), unnest($9::text[]), unnest($10::int[]),
        unnest($11::text[]), unnest($12::bigint[]), unnest($13::int[])
      """;

  private JournalTable() {}

  static Tuple keys(Collection<MessageId> keys) {
    return new Columns<>(keys).text(MessageId::source).text(MessageId::id).tuple();
  }

  static Tuple tuple(List<JournalRow> rows) {
    return new Columns<>(rows)
        .text(row -> row.key().source())
        .text(row -> row.key().id())
        .uuid(JournalRow::fingerprint)
        .text(row -> row.position().partition().topic().name())
        .integer(row -> row.position().partition().number())
        .bigint(row -> row.position().offset())
        .time(JournalRow::decidedAt)
        .text(JournalRow::cardId)
        .text(row -> row.outcome().name())
        .integer(JournalRow::version)
        .text(JournalRow::output)
        .bigint(JournalRow::unit)
        .integer(JournalRow::index)
        .tuple();
  }

  static MessageId key(Row row) {
    return new MessageId(row.getString("source"), row.getString("id"));
  }

  static JournalRow row(Row row) {
    InboundPartition partition =
        new InboundPartition(
            InboundTopic.valueOf(row.getString("topic")), row.getInteger("partition"));
    return new JournalRow(
        key(row),
        row.getUUID("fingerprint"),
        new Position(partition, row.getLong("offset")),
        row.getOffsetDateTime("decided_at").toInstant(),
        row.getString("card_id"),
        Outcome.valueOf(row.getString("outcome")),
        row.getInteger("version"),
        row.getString("output"),
        row.getLong("unit"),
        row.getInteger("unit_index"));
  }
}
