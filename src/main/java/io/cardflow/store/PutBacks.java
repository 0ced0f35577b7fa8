package io.cardflow.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;

/**
 * Stores which dead letters were put back, so that each is put back once. A letter is claimed
 * before its record is written; where it was written is stored afterwards. A claim without that was
 * interrupted, and can be made again after a minute: the record is then possibly written twice.
 */
@ApplicationScoped
public class PutBacks {

  private static final String CLAIM =
      """
      INSERT INTO put_back (topic_id, partition, "offset", audit_id, depth)
      SELECT $1::uuid, $2::integer, $3::bigint, $4::text, depth FROM (
        SELECT coalesce(max(depth), 0) + 1 AS depth FROM put_back
        WHERE target_topic = $5 AND target_partition = $6 AND target_offset = $7) earlier
      WHERE depth <= $8::integer
      ON CONFLICT (topic_id, partition, "offset") DO UPDATE
      SET audit_id = excluded.audit_id, put_at = now()
      WHERE put_back.target_offset IS NULL AND put_back.put_at < now() - interval '1 minute'
      RETURNING depth
      """;

  private static final String FIND =
      """
      SELECT put_at, target_offset IS NOT NULL AS written FROM put_back
      WHERE topic_id = $1 AND partition = $2 AND "offset" = $3
      """;

  private static final String WRITTEN =
      """
      UPDATE put_back SET target_topic = $5, target_partition = $6, target_offset = $7
      WHERE topic_id = $1 AND partition = $2 AND "offset" = $3 AND audit_id = $4
      """;

  private static final String RELEASE =
      """
      DELETE FROM put_back
      WHERE topic_id = $1 AND partition = $2 AND "offset" = $3 AND audit_id = $4
        AND target_offset IS NULL
      """;

  private final Pool pool;

  /** Uses this pool. */
  public PutBacks(Pool pool) {
    this.pool = pool;
  }

  /**
   * A dead letter.
   *
   * @param topicId Kafka's id of the topic of dead letters
   */
  public record Letter(UUID topicId, int partition, long offset) {}

  /** The position of a record on a topic. */
  public record Place(String topic, int partition, long offset) {}

  /** The outcome of a claim. */
  public sealed interface Claimed {

    /** The letter is claimed: the caller writes its record. */
    record Granted() implements Claimed {}

    /**
     * The letter was put back before, or is being put back.
     *
     * @param written whether its record is known to be written
     */
    record Before(Instant at, boolean written) implements Claimed {}

    /** The record has been put back too many times in a row. */
    record TooOften() implements Claimed {}
  }

  /**
   * Claims a letter.
   *
   * @param auditId the id of the act's audit entry
   * @param origin where the record of the letter was received
   * @param most how many times in a row a record may be put back
   */
  public Uni<Claimed> claim(Letter letter, String auditId, Place origin, int most) {
    Tuple parameters =
        key(letter)
            .addValue(auditId)
            .addValue(origin.topic())
            .addValue(origin.partition())
            .addValue(origin.offset())
            .addValue(most);
    return Unis.of(
        () ->
            Transactions.run(
                pool,
                connection ->
                    connection
                        .preparedQuery(CLAIM)
                        .execute(parameters)
                        .compose(
                            rows ->
                                rows.size() == 1
                                    ? Future.succeededFuture(new Claimed.Granted())
                                    : refusal(connection, letter))));
  }

  private static Future<Claimed> refusal(SqlConnection connection, Letter letter) {
    return connection
        .preparedQuery(FIND)
        .execute(key(letter))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return new Claimed.TooOften();
              }
              Row row = rows.iterator().next();
              return new Claimed.Before(
                  row.getOffsetDateTime("put_at").toInstant(), row.getBoolean("written"));
            });
  }

  /** Stores where the record of a claimed letter was written. */
  public Uni<Void> written(Letter letter, String auditId, Place target) {
    return run(
        WRITTEN,
        key(letter)
            .addValue(auditId)
            .addValue(target.topic())
            .addValue(target.partition())
            .addValue(target.offset()));
  }

  /** Gives a claim up whose record was not written. */
  public Uni<Void> release(Letter letter, String auditId) {
    return run(RELEASE, key(letter).addValue(auditId));
  }

  private Uni<Void> run(String sql, Tuple parameters) {
    return Transactions.list(pool, sql, parameters, row -> row).replaceWithVoid();
  }

  private static Tuple key(Letter letter) {
    return Tuple.of(letter.topicId(), letter.partition(), letter.offset());
  }
}
