package io.cardflow.store;

import io.cardflow.domain.AuditEntry;
import io.cardflow.domain.AuditEntry.Outcome;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Stores who did what over HTTP. */
@ApplicationScoped
public class Audits {

  private static final String BEGIN =
      """
      INSERT INTO audit (id, actor, action, subject, reason) VALUES ($1, $2, $3, $4, $5)
      RETURNING at
      """;

  private static final String FINISH =
      """
      UPDATE audit SET outcome = $2, code = $3, finished_at = now()
      WHERE id = $1 AND outcome IS NULL
      """;

  /** An act takes less than a minute; one that is older has lost its process. */
  private static final String GIVE_UP =
      """
      UPDATE audit SET outcome = 'UNKNOWN', finished_at = now()
      WHERE id IN (
        SELECT id FROM audit
        WHERE published_at IS NULL AND outcome IS NULL AND at < now() - interval '2 minutes'
        ORDER BY at, id LIMIT $1 FOR UPDATE SKIP LOCKED)
      """;

  private static final String UNPUBLISHED =
      """
      SELECT id, at, actor, action, subject, reason, outcome, code FROM audit
      WHERE published_at IS NULL AND outcome IS NOT NULL ORDER BY at, id LIMIT $1
      """;

  static final String LATEST =
      """
      SELECT id, at, actor, action, subject, reason, outcome, code FROM audit
      WHERE (at, id) < ($1, $2) ORDER BY at DESC, id DESC LIMIT $3
      """;

  private static final String PUBLISHED =
      "UPDATE audit SET published_at = now() WHERE id = ANY($1::text[])";

  private final Pool pool;

  /** Uses this pool. */
  public Audits(Pool pool) {
    this.pool = pool;
  }

  /**
   * Stores that an act begins.
   *
   * @param reason null if not given
   * @return when it begins
   */
  public Uni<Instant> begin(String id, String actor, String action, String subject, String reason) {
    return Transactions.list(
            pool,
            BEGIN,
            Tuple.of(id, actor, action, subject, reason),
            row -> row.getOffsetDateTime("at").toInstant())
        .map(rows -> rows.get(0));
  }

  /**
   * Stores what came of an act.
   *
   * @param code why it was refused or failed; null otherwise
   */
  public Uni<Void> finish(String id, Outcome outcome, String code) {
    return run(FINISH, Tuple.of(id, outcome.name(), code));
  }

  /**
   * The entries that are not published, the oldest first.
   *
   * @param most the maximum number, 1 or more
   */
  public Uni<List<AuditEntry>> unpublished(int most) {
    return run(GIVE_UP, Tuple.of((long) most))
        .chain(() -> Transactions.list(pool, UNPUBLISHED, Tuple.of((long) most), Audits::entry));
  }

  /**
   * The latest entries, with those of acts that go on.
   *
   * @param before the sort keys of the entry before which they are; null for the latest
   * @param most the maximum number, 1 or more
   * @throws InvalidKeys if these are no sort keys
   */
  public Uni<Portion<AuditEntry>> latest(List<String> before, int most) {
    SortKeys keys = new SortKeys(before, 2);
    Tuple tuple =
        Tuple.of(
            before == null ? SortKeys.LATEST : keys.time(0),
            keys.text(1),
            // One more row shows whether the list goes on.
            (long) most + 1);
    return Transactions.list(pool, LATEST, tuple, Audits::entry)
        .map(read -> Portion.of(read, most, entry -> List.of(entry.at().toString(), entry.id())));
  }

  /** Stores that entries are published. */
  public Uni<Void> published(List<AuditEntry> entries) {
    return run(
        PUBLISHED,
        Tuple.tuple()
            .addArrayOfString(entries.stream().map(AuditEntry::id).toArray(String[]::new)));
  }

  private Uni<Void> run(String sql, Tuple parameters) {
    return Transactions.list(pool, sql, parameters, row -> row).replaceWithVoid();
  }

  private static AuditEntry entry(Row row) {
    return new AuditEntry(
        row.getString("id"),
        row.getOffsetDateTime("at").toInstant(),
        row.getString("actor"),
        row.getString("action"),
        row.getString("subject"),
        row.getString("reason"),
        row.getString("outcome") == null ? null : Outcome.valueOf(row.getString("outcome")),
        row.getString("code"));
  }
}
