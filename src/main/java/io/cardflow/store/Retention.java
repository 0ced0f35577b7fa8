package io.cardflow.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Removes data that has become too old, in portions. Rows that another replica works on are
 * skipped, so that replicas divide the work, and none waits for another.
 */
@ApplicationScoped
public class Retention {

  /**
   * How many records of the journal a portion removes, at least one unit of work. Small portions
   * often, since a large one holds back the commits of the lanes.
   */
  private static final int RECORDS = 10_000;

  private static final int UNITS = 100;

  /** How many rows of any other kind a portion removes. */
  private static final int ROWS = 100;

  /** An action has up to a thousand items. */
  private static final int FEW = 1;

  /** A kind of data, with what removes a portion of it and returns the number of rows. */
  public enum Kind {
    /** Entries of the journal that are published; the number is that of records. */
    JOURNAL(
        """
        WITH old AS MATERIALIZED (
          SELECT u.id, u.records FROM journal_unit u
          WHERE u.decided_at < now() - $1 * interval '1 second'
            AND NOT EXISTS (
              SELECT FROM unnest(u.range_logs, u.range_ends) AS r(log, last_offset)
              JOIN progress p ON p.log = r.log AND p.published_offset <= r.last_offset)
          ORDER BY u.id LIMIT $2 FOR UPDATE SKIP LOCKED
        ), due AS MATERIALIZED (
          SELECT id FROM (
            SELECT id, sum(records) OVER (ORDER BY id) - records AS before FROM old) o
          WHERE before < $3
        ), gone AS (
          DELETE FROM journal_unit u USING due WHERE u.id = due.id
          RETURNING u.records, u.range_logs, u.range_ends
        ), ranges AS (
          DELETE FROM journal_range r
          USING (SELECT unnest(range_logs) AS log, unnest(range_ends) AS last_offset FROM gone) g
          WHERE r.log = g.log AND r.last_offset = g.last_offset
        )
        SELECT coalesce(sum(records), 0)::bigint AS removed FROM gone
        """,
        UNITS,
        RECORDS),

    /** Cards in a final state: they keep their id, state, version and digests. */
    CARDS(
        """
        WITH cursor AS MATERIALIZED (
          SELECT ended_at, card_id FROM card_retention FOR UPDATE SKIP LOCKED
        ), due AS MATERIALIZED (
          SELECT e.ended_at, e.card_id FROM card_end e
          JOIN cursor c ON (e.ended_at, e.card_id) > (c.ended_at, c.card_id)
          WHERE e.ended_at < now() - $1 * interval '1 second'
          ORDER BY e.ended_at, e.card_id LIMIT $2
        ), locked AS MATERIALIZED (
          SELECT id, producer_card_id, order_id, tracking_numbers FROM card
          WHERE id = ANY(ARRAY(SELECT card_id FROM due))
          ORDER BY id FOR NO KEY UPDATE
        ), aliases AS (
          DELETE FROM card_alias a USING (
            SELECT producer_card_id AS alias, id FROM locked
            UNION ALL
            SELECT order_id, id FROM locked
            UNION ALL
            SELECT json_array_elements_text(tracking_numbers), id FROM locked) n
          WHERE a.alias = n.alias AND a.card_id = n.id
        ), shrunk AS (
          UPDATE card c SET batch_id = NULL, order_id = NULL, producer_card_id = NULL,
            started_at = NULL, produced_at = NULL, readouts = NULL, shipped_at = NULL,
            shipment_id = NULL, carrier = NULL, tracking_numbers = NULL, activated_at = NULL,
            failure_code = NULL, failure_detail = NULL, chip_serial = NULL, shrunk = true, revision = revision + 1
          FROM locked WHERE c.id = locked.id
          RETURNING c.id
        ), answers AS (
          UPDATE order_card SET producer_card_id = NULL, refusal_detail = NULL, due_at = NULL
          WHERE card_id = ANY(ARRAY(SELECT card_id FROM due))
        ), moved AS (
          UPDATE card_retention SET (ended_at, card_id) = (
            SELECT ended_at, card_id FROM due ORDER BY ended_at DESC, card_id DESC LIMIT 1)
          WHERE EXISTS (SELECT FROM due)
        )
        SELECT count(*) AS removed FROM shrunk WHERE $3::bigint > 0
        """,
        ROWS,
        1),

    /**
     * Delivery data of requests, and of order batches all of whose cards are past it. A card waits
     * until its batch is closed, so that none is left when the batch is emptied.
     */
    DELIVERY(
        """
        WITH due AS MATERIALIZED (
          SELECT e.ended_at, e.card_id FROM delivery_end e
          WHERE e.ended_at < now() - $1 * interval '1 second'
            AND NOT EXISTS (
              SELECT FROM order_card o JOIN order_batch b ON b.id = o.batch_id
              WHERE o.card_id = e.card_id AND b.status NOT IN ('CLOSED', 'REFUSED'))
          ORDER BY e.ended_at, e.card_id LIMIT $2 FOR UPDATE SKIP LOCKED
        ), done AS (
          DELETE FROM delivery_end e USING due
          WHERE e.ended_at = due.ended_at AND e.card_id = due.card_id
        ), requests AS (
          DELETE FROM card_request r USING due WHERE r.card_id = due.card_id RETURNING r.card_id
        ), batches AS (
          UPDATE order_batch b SET delivery = '{}', cost_centre = NULL
          WHERE b.id IN (SELECT o.batch_id FROM order_card o JOIN due ON due.card_id = o.card_id)
            AND NOT EXISTS (
              SELECT FROM order_card o JOIN card_request r ON r.card_id = o.card_id
              WHERE o.batch_id = b.id AND r.card_id NOT IN (SELECT card_id FROM due))
        )
        SELECT count(*) AS removed FROM requests WHERE $3::bigint > 0
        """,
        ROWS,
        1),

    /** Ended assignments. */
    ASSIGNMENTS(
        """
        WITH due AS MATERIALIZED (
          SELECT card_id, number FROM card_assignment
          WHERE ended_at < now() - $1 * interval '1 second'
          ORDER BY ended_at LIMIT $2 FOR UPDATE SKIP LOCKED
        ), gone AS (
          DELETE FROM card_assignment a USING due
          WHERE a.card_id = due.card_id AND a.number = due.number
          RETURNING 1
        )
        SELECT count(*) AS removed FROM gone WHERE $3::bigint > 0
        """,
        ROWS,
        1),

    /** Digests of messages about cards that do not exist. */
    UNKNOWN_CARDS(
        """
        WITH due AS MATERIALIZED (
          SELECT card_id, digest, log, "offset" FROM card_message
          WHERE forget_at < now() - $1 * interval '1 second'
          ORDER BY forget_at LIMIT $2 FOR UPDATE SKIP LOCKED
        ), gone AS (
          DELETE FROM card_message m USING due
          WHERE m.card_id = due.card_id AND m.digest = due.digest AND m.log = due.log
            AND m."offset" = due."offset" AND m.forget_at IS NOT NULL
          RETURNING 1
        )
        SELECT count(*) AS removed FROM gone WHERE $3::bigint > 0
        """,
        ROWS,
        1),

    /** Counts of transitions. */
    FLOW(
        """
        WITH due AS MATERIALIZED (
          SELECT begun_at, partition, from_state, to_state FROM card_flow
          WHERE begun_at < now() - $1 * interval '1 second'
          ORDER BY begun_at LIMIT $2 FOR UPDATE SKIP LOCKED
        ), gone AS (
          DELETE FROM card_flow f USING due
          WHERE f.begun_at = due.begun_at AND f.partition = due.partition
            AND f.from_state = due.from_state AND f.to_state = due.to_state
          RETURNING 1
        )
        SELECT count(*) AS removed FROM gone WHERE $3::bigint > 0
        """,
        ROWS,
        1),

    /** Audit entries that are published. */
    AUDIT(
        """
        WITH due AS MATERIALIZED (
          SELECT id FROM audit
          WHERE at < now() - $1 * interval '1 second' AND published_at IS NOT NULL
          ORDER BY at, id LIMIT $2 FOR UPDATE SKIP LOCKED
        ), gone AS (
          DELETE FROM audit a USING due WHERE a.id = due.id RETURNING 1
        )
        SELECT count(*) AS removed FROM gone WHERE $3::bigint > 0
        """,
        ROWS,
        1),

    /** Notes of dead letters that were put back. */
    PUT_BACK(
        """
        WITH due AS MATERIALIZED (
          SELECT topic_id, partition, "offset" FROM put_back
          WHERE put_at < now() - $1 * interval '1 second'
          ORDER BY put_at LIMIT $2 FOR UPDATE SKIP LOCKED
        ), gone AS (
          DELETE FROM put_back p USING due
          WHERE p.topic_id = due.topic_id AND p.partition = due.partition
            AND p."offset" = due."offset"
          RETURNING 1
        )
        SELECT count(*) AS removed FROM gone WHERE $3::bigint > 0
        """,
        ROWS,
        1),

    /** Steps of order batches. */
    ORDER_STEPS(
        """
        WITH due AS MATERIALIZED (
          SELECT batch_id, number FROM order_step
          WHERE at < now() - $1 * interval '1 second'
          ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED
        ), gone AS (
          DELETE FROM order_step s USING due
          WHERE s.batch_id = due.batch_id AND s.number = due.number
          RETURNING 1
        )
        SELECT count(*) AS removed FROM gone WHERE $3::bigint > 0
        """,
        ROWS,
        1),

    /** Finished actions on many cards, with their items; the number is that of actions. */
    ACTIONS(
        """
        WITH due AS MATERIALIZED (
          SELECT id FROM action
          WHERE created_at < now() - $1 * interval '1 second' AND finished_at IS NOT NULL
          ORDER BY created_at, id LIMIT $2 FOR UPDATE SKIP LOCKED
        ), items AS (
          DELETE FROM action_item i USING due WHERE i.action_id = due.id
        ), gone AS (
          DELETE FROM action a USING due WHERE a.id = due.id RETURNING 1
        )
        SELECT count(*) AS removed FROM gone WHERE $3::bigint > 0
        """,
        FEW,
        1);

    /** The statement; its parameters are the age in seconds and the sizes of the portion. */
    final String sql;

    private final int rows;
    private final int records;

    Kind(String sql, int rows, int records) {
      this.sql = sql;
      this.rows = rows;
      this.records = records;
    }
  }

  private final Pool pool;

  /** Uses this pool. */
  public Retention(Pool pool) {
    this.pool = pool;
  }

  /**
   * Removes one portion.
   *
   * @param age the age beyond which it is removed, by the database's clock
   * @return the number of rows, or of records for the journal
   */
  public Uni<Long> remove(Kind kind, Duration age) {
    Tuple parameters = Tuple.of((double) age.toSeconds(), (long) kind.rows, (long) kind.records);
    return Unis.of(
        () ->
            Transactions.run(
                pool,
                connection ->
                    kind == Kind.DELIVERY
                        ? alone(connection, kind, parameters)
                        : remove(connection, kind, parameters)));
  }

  /**
   * Two replicas would each see the requests of the other's cards, and neither would empty a batch
   * with cards of both. The statement sees what was committed before the lock.
   */
  private static Future<Long> alone(SqlConnection connection, Kind kind, Tuple parameters) {
    return connection
        .query("SELECT FROM card_retention FOR UPDATE SKIP LOCKED")
        .execute()
        .compose(
            locked ->
                locked.size() == 0
                    ? Future.succeededFuture(0L)
                    : remove(connection, kind, parameters));
  }

  private static Future<Long> remove(SqlConnection connection, Kind kind, Tuple parameters) {
    return connection
        .preparedQuery(kind.sql)
        .execute(parameters)
        .map(rows -> rows.iterator().next().getLong("removed"));
  }
}
