package io.cardflow.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table {@code ordering_claim}, and the server's state that a claim checks. */
final class LastClaims {

  /** How many claims are kept: a replica that has missed more cannot detect lost ones. */
  static final int KEPT = 10_000;

  /** A claim's lock: writers of closures wait for it, other claims do not. */
  static final String KEEP_CLOSURES = "LOCK TABLE ordering_closure IN SHARE MODE";

  private static final String LOOK =
      """
      SELECT ARRAY(SELECT reason FROM ordering_closure) AS closures,
        pg_postmaster_start_time() AS started,
        server.system_identifier AS system,
        left(pg_walfile_name(pg_current_wal_lsn()), 8) AS timeline,
        last.number AS last_number, last.token AS last_token,
        last.system_identifier AS last_system, last.timeline AS last_timeline,
        (SELECT token FROM ordering_claim WHERE number = $1) AS seen_token,
        (SELECT min(number) FROM ordering_claim) AS oldest
      FROM pg_control_system() AS server
      LEFT JOIN (SELECT * FROM ordering_claim ORDER BY number DESC LIMIT 1) AS last ON true
      """;

  private static final String ADD =
      """
      WITH old AS (
        SELECT number FROM ordering_claim
        WHERE number <= (SELECT max(number) FROM ordering_claim) - $1
        ORDER BY number LIMIT 10 FOR UPDATE SKIP LOCKED
      ), forgotten AS (
        DELETE FROM ordering_claim WHERE number IN (SELECT number FROM old)
      )
      INSERT INTO ordering_claim (system_identifier, timeline)
      SELECT system_identifier, left(pg_walfile_name(pg_current_wal_lsn()), 8)
      FROM pg_control_system()
      RETURNING number, token
      """;

  private LastClaims() {}

  /** A claim. */
  record Mark(long number, UUID token) {

    /** The later of two, either of which may be null. */
    static Mark later(Mark one, Mark other) {
      return one == null || (other != null && other.number() > one.number()) ? other : one;
    }
  }

  /**
   * The server's state at a claim.
   *
   * @param last the last claim; null if there was none
   * @param lastSystem the system identifier at the last claim
   * @param lastTimeline the timeline at the last claim
   * @param seenToken the token of the requested claim; null if it is missing
   * @param oldest the number of the oldest claim that is kept; null if there is none
   */
  record State(
      Set<ClosureReason> closures,
      OffsetDateTime started,
      long system,
      String timeline,
      Mark last,
      Long lastSystem,
      String lastTimeline,
      UUID seenToken,
      Long oldest) {

    /**
     * Whether a claim that a replica has seen is missing, although it is recent enough to be kept.
     */
    boolean lacks(Mark seen) {
      boolean forgotten = oldest != null && oldest > seen.number();
      return !forgotten && !seen.token().equals(seenToken);
    }

    boolean isOtherSystem() {
      return last != null && lastSystem != system;
    }

    boolean isOtherTimeline() {
      return last != null && !lastTimeline.equals(timeline);
    }
  }

  /**
   * Reads the server's state and its closures.
   *
   * @param seen the last claim that this replica has seen; null if none
   */
  static Future<State> look(SqlConnection connection, Mark seen) {
    return connection
        .preparedQuery(LOOK)
        .execute(Tuple.of(seen == null ? null : seen.number()))
        .map(rows -> state(rows.iterator().next()));
  }

  /** Adds a claim. */
  static Future<Mark> add(SqlConnection connection) {
    return connection
        .preparedQuery(ADD)
        .execute(Tuple.of((long) KEPT))
        .map(rows -> rows.iterator().next())
        .map(row -> new Mark(row.getLong("number"), row.getUUID("token")));
  }

  private static State state(Row row) {
    Long number = row.getLong("last_number");
    return new State(
        Stream.of(row.getArrayOfStrings("closures"))
            .map(ClosureReason::valueOf)
            .collect(Collectors.toUnmodifiableSet()),
        row.getOffsetDateTime("started"),
        row.getLong("system"),
        row.getString("timeline"),
        number == null ? null : new Mark(number, row.getUUID("last_token")),
        row.getLong("last_system"),
        row.getString("last_timeline"),
        row.getUUID("seen_token"),
        row.getLong("oldest"));
  }
}
