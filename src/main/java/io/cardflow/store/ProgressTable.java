package io.cardflow.store;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.InboundTopic;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The table {@code progress}: its statements, and a row to a partition's progress and back. */
final class ProgressTable {

  static final String LOCK =
      """
      SELECT p.topic::text, p.partition, p.next_offset, p.published_offset, p.epoch
      FROM unnest($1::text[], $2::int[]) AS o(topic, partition)
      JOIN progress p ON p.topic = o.topic::inbound_topic AND p.partition = o.partition
      ORDER BY p.partition, p.topic FOR NO KEY UPDATE OF p
      """;

  /** Progress only rises: a note that comes late must not take it back. */
  static final String ADVANCE =
      """
      UPDATE progress p SET next_offset = GREATEST(p.next_offset, n.next_offset),
        published_offset = GREATEST(p.published_offset, n.published_offset)
      FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[], $5::bigint[])
        AS n(topic, partition, next_offset, published_offset, epoch)
      WHERE p.topic = n.topic::inbound_topic AND p.partition = n.partition AND p.epoch = n.epoch
      """;

  static final String OTHER_COUNT =
      "SELECT partitions FROM progress WHERE partitions <> $1 LIMIT 1";

  static final String CREATE =
      """
      INSERT INTO progress (topic, partition, partitions, next_offset, published_offset, epoch)
      SELECT topic::inbound_topic, partition, $3, next_offset, next_offset, 0
      FROM unnest($1::text[], $2::int[], $4::bigint[]) AS n(topic, partition, next_offset)
      ORDER BY partition, topic
      ON CONFLICT (topic, partition) DO NOTHING
      """;

  static final String RAISE_EPOCH =
      """
      UPDATE progress p SET epoch = p.epoch + 1
      FROM unnest($1::text[], $2::int[]) AS o(topic, partition)
      WHERE p.topic = o.topic::inbound_topic AND p.partition = o.partition
      RETURNING p.topic::text, p.partition, p.next_offset, p.published_offset, p.epoch
      """;

  private ProgressTable() {}

  static Tuple partitions(Collection<InboundPartition> partitions) {
    return new Columns<>(partitions)
        .text(each -> each.topic().name())
        .integer(InboundPartition::number)
        .tuple();
  }

  static Tuple tuple(Map<InboundPartition, Progress> progress) {
    return new Columns<>(new TreeMap<>(progress).entrySet())
        .text(each -> each.getKey().topic().name())
        .integer(each -> each.getKey().number())
        .bigint(each -> each.getValue().next())
        .bigint(each -> each.getValue().published())
        .bigint(each -> each.getValue().epoch())
        .tuple();
  }

  static Map<InboundPartition, Progress> read(RowSet<Row> rows) {
    Map<InboundPartition, Progress> progress = new TreeMap<>();
    for (Row row : rows) {
      progress.put(
          new InboundPartition(
              InboundTopic.valueOf(row.getString("topic")), row.getInteger("partition")),
          new Progress(
              row.getLong("next_offset"), row.getLong("published_offset"), row.getLong("epoch")));
    }
    return progress;
  }
}
