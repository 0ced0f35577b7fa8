package io.cardflow.store;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.InboundTopic;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The table {@code progress}: its statements, and the mapping of its rows. */
final class ProgressTable {

  static final String LOCK =
      """
      SELECT p.topic::text, p.partition, p.next_offset, p.published_offset, p.epoch, p.owner, p.unit,
        p.log, p.topic_id
      FROM unnest($1::text[], $2::int[]) AS o(topic, partition)
      JOIN progress p ON p.topic = o.topic::inbound_topic AND p.partition = o.partition
      ORDER BY p.partition, p.topic FOR NO KEY UPDATE OF p
      """;

  static final String LOOK =
      """
      SELECT topic::text, partition, next_offset, published_offset, epoch, owner, unit, log,
        topic_id
      FROM progress
      """;

  static final String READ =
      """
      SELECT p.topic::text, p.partition, p.next_offset, p.published_offset, p.epoch, p.owner, p.unit,
        p.log, p.topic_id
      FROM unnest($1::text[], $2::int[]) AS o(topic, partition)
      JOIN progress p ON p.topic = o.topic::inbound_topic AND p.partition = o.partition
      """;

  /**
   * Changes only rows that are as their owner last wrote them. In a restored database they differ,
   * and an owner that overwrote them would hide lost commits.
   */
  static final String ADVANCE =
      """
      UPDATE progress p
      SET next_offset = n.next_offset, published_offset = n.published_offset, unit = n.unit
      FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
          $7::bigint[], $8::uuid[], $9::bigint[], $10::bigint[], $11::int[])
        AS n(topic, partition, next_offset, published_offset, unit, left_next, left_published, owner,
          epoch, left_unit, log)
      WHERE p.topic = n.topic::inbound_topic AND p.partition = n.partition
        AND p.next_offset = n.left_next AND p.published_offset = n.left_published
        AND p.epoch = n.epoch AND p.owner = n.owner AND p.unit = n.left_unit
        AND p.log = n.log
      """;

  static final String OTHER_COUNT =
      "SELECT partitions FROM progress WHERE partitions <> $1 LIMIT 1";

  static final String CREATE =
      """
      INSERT INTO progress (topic, partition, partitions, next_offset, published_offset, epoch)
      SELECT n.topic::inbound_topic, n.partition, $1, n.next_offset, n.next_offset, 0
      FROM unnest($2::text[], $3::int[], $4::bigint[]) AS n(topic, partition, next_offset)
      WHERE NOT EXISTS (
        SELECT FROM progress p
        WHERE p.topic = n.topic::inbound_topic AND p.partition = n.partition)
      ORDER BY n.partition, n.topic
      ON CONFLICT (topic, partition) DO NOTHING
      """;

  static final String TAKE_OVER =
      """
      UPDATE progress p
      SET epoch = p.epoch + 1, owner = $1, topic_id = coalesce(p.topic_id, o.topic_id)
      FROM unnest($2::text[], $3::int[], $4::uuid[]) AS o(topic, partition, topic_id)
      WHERE p.topic = o.topic::inbound_topic AND p.partition = o.partition
      RETURNING p.topic::text, p.partition, p.next_offset, p.published_offset, p.epoch, p.owner,
        p.unit, p.log, p.topic_id
      """;

  /** Returns the other instance on which the number failed within the last hour, if any. */
  static final String FAILED_ALONE =
      """
      WITH before AS (
        SELECT topic, fault_instance FROM progress
        WHERE partition = $1 AND fault_at > now() - interval '1 hour' FOR NO KEY UPDATE
      )
      UPDATE progress p SET fault = $3, fault_at = now(), fault_instance = $2
      WHERE p.partition = $1
      RETURNING (SELECT min(fault_instance) FROM before WHERE fault_instance <> $2) AS other
      """;

  static final String WORKS_AGAIN =
      """
      UPDATE progress SET fault = NULL, fault_instance = NULL, fault_at = NULL
      WHERE partition = $1 AND fault IS NOT NULL
      """;

  private ProgressTable() {}

  static Tuple partitions(Collection<InboundPartition> partitions) {
    return new Columns<>(partitions)
        .text(each -> each.topic().name())
        .integer(InboundPartition::number)
        .tuple();
  }

  /** The claims of partitions that may be owned for the first time. */
  static Tuple created(Collection<Map.Entry<InboundPartition, Claim>> claims) {
    return new Columns<>(claims, claims.iterator().next().getValue().partitions())
        .text(each -> each.getKey().topic().name())
        .integer(each -> each.getKey().number())
        .bigint(each -> each.getValue().start())
        .tuple();
  }

  static Tuple taken(Map<InboundPartition, Claim> claims, UUID owner) {
    return new Columns<>(claims.entrySet(), owner)
        .text(each -> each.getKey().topic().name())
        .integer(each -> each.getKey().number())
        .uuid(each -> each.getValue().topicId())
        .tuple();
  }

  static Tuple tuple(Map<InboundPartition, Advance> advances) {
    return new Columns<>(new TreeMap<>(advances).entrySet())
        .text(each -> each.getKey().topic().name())
        .integer(each -> each.getKey().number())
        .bigint(each -> each.getValue().next())
        .bigint(each -> each.getValue().published())
        .bigint(each -> each.getValue().unit())
        .bigint(each -> each.getValue().stored().next())
        .bigint(each -> each.getValue().stored().published())
        .uuid(each -> each.getValue().stored().owner())
        .bigint(each -> each.getValue().stored().epoch())
        .bigint(each -> each.getValue().stored().unit())
        .integer(each -> each.getValue().stored().log())
        .tuple();
  }

  static Map<InboundPartition, Progress> read(RowSet<Row> rows) {
    Map<InboundPartition, Progress> progress = new TreeMap<>();
    for (Row row : rows) {
      progress.put(
          new InboundPartition(
              InboundTopic.valueOf(row.getString("topic")), row.getInteger("partition")),
          new Progress(
              row.getLong("next_offset"),
              row.getLong("published_offset"),
              row.getLong("epoch"),
              row.getUUID("owner"),
              row.getLong("unit"),
              row.getInteger("log"),
              row.getUUID("topic_id")));
    }
    return progress;
  }
}
