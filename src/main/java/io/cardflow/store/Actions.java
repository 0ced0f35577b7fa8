package io.cardflow.store;

import io.cardflow.domain.BulkAction;
import io.cardflow.domain.BulkAction.Item;
import io.cardflow.domain.BulkAction.Kind;
import io.cardflow.domain.BulkAction.Status;
import io.cardflow.domain.CardState;
import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.Position;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stores actions on many cards, and claims those that are not finished. */
@ApplicationScoped
public class Actions {

  /** A held card is in an order batch whose outcome is not known yet. */
  private static final String CARDS =
      """
      SELECT c.id, c.state, o.card_id IS NOT NULL AS held
      FROM unnest($1::text[]) AS n(id)
      JOIN card c ON c.id = n.id
      LEFT JOIN order_card o ON o.card_id = c.id
      """;

  private static final String INSERT =
      """
      INSERT INTO action (id, kind, actor, reason, valid_until, audit_id)
      VALUES ($1, $2, $3, $4, $5, $6)
      """;

  private static final String INSERT_ITEMS =
      """
      INSERT INTO action_item (action_id, number, subject, status, code)
      SELECT $1, unnest($2::int[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[])
      """;

  private static final String ACTION =
      """
      SELECT id, kind, actor, reason, valid_until, audit_id, created_at, finished_at
      FROM action WHERE id = $1
      """;

  private static final String ITEMS =
      """
      SELECT number, subject, status, code, topic, partition, "offset"
      FROM action_item WHERE action_id = $1 ORDER BY action_id, number
      """;

  /** A process works on an action for seconds; if it ends meanwhile, another one continues. */
  private static final String CLAIM =
      """
      UPDATE action SET claimed_until = now() + interval '30 seconds'
      WHERE id IN (
        SELECT id FROM action
        WHERE finished_at IS NULL AND (claimed_until IS NULL OR claimed_until < now())
        ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id
      """;

  private static final String UPDATE =
      """
      UPDATE action_item i SET status = n.status, code = n.code, topic = n.topic::inbound_topic,
        partition = n.partition, "offset" = n."offset"
      FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::int[], $7::bigint[])
        AS n(number, status, code, topic, partition, "offset")
      WHERE i.action_id = $1 AND i.number = n.number
      """;

  private static final String RELEASE =
      """
      UPDATE action SET claimed_until = NULL,
        finished_at = CASE WHEN EXISTS (
          SELECT FROM action_item i WHERE i.action_id = $1 AND i.status IN ('WAITING', 'SENT'))
          THEN NULL ELSE now() END
      WHERE id = $1
      """;

  private final Pool pool;

  /** Uses this pool. */
  public Actions(Pool pool) {
    this.pool = pool;
  }

  /**
   * A card to act on.
   *
   * @param held whether an order batch holds it or has ordered it
   */
  public record Candidate(CardState state, boolean held) {}

  /** The cards of these ids that exist. */
  public Uni<Map<String, Candidate>> candidates(List<String> ids) {
    return Transactions.list(
            pool,
            CARDS,
            Tuple.tuple().addArrayOfString(ids.toArray(String[]::new)),
            row ->
                Map.entry(
                    row.getString("id"),
                    new Candidate(
                        CardState.valueOf(row.getString("state")), row.getBoolean("held"))))
        .map(
            rows -> {
              Map<String, Candidate> candidates = new HashMap<>();
              rows.forEach(row -> candidates.put(row.getKey(), row.getValue()));
              return candidates;
            });
  }

  /** Stores a new action with its items; its times are the database's. */
  public Uni<Void> create(BulkAction action) {
    Tuple row =
        Tuple.from(
            new Object[] {
              action.id(),
              action.kind().name(),
              action.actor(),
              action.reason(),
              utc(action.validUntil()),
              action.auditId()
            });
    Tuple items =
        new Columns<>(action.items(), action.id())
            .integer(Item::number)
            .text(Item::subject)
            .text(item -> item.status().name())
            .text(Item::code)
            .tuple();
    return Unis.of(
        () ->
            Transactions.run(
                pool,
                connection ->
                    connection
                        .preparedQuery(INSERT)
                        .execute(row)
                        .compose(done -> connection.preparedQuery(INSERT_ITEMS).execute(items))
                        .<Void>mapEmpty()));
  }

  /** The action of this id with its items. */
  public Uni<Optional<BulkAction>> find(String id) {
    return Unis.of(
        () ->
            Transactions.run(
                pool,
                connection ->
                    connection
                        .preparedQuery(ACTION)
                        .execute(Tuple.of(id))
                        .compose(
                            found ->
                                found.size() == 0
                                    ? Future.succeededFuture(Optional.<BulkAction>empty())
                                    : connection
                                        .preparedQuery(ITEMS)
                                        .execute(Tuple.of(id))
                                        .map(
                                            items ->
                                                Optional.of(
                                                    action(found.iterator().next(), items))))));
  }

  /** Claims the oldest action that is not finished and that no other process works on. */
  public Uni<Optional<String>> claim() {
    return Transactions.list(pool, CLAIM, Tuple.tuple(), row -> row.getString("id"))
        .map(claimed -> claimed.stream().findFirst());
  }

  /** Stores how far items are. */
  public Uni<Void> update(String id, List<Item> items) {
    Tuple rows =
        new Columns<>(items, id)
            .integer(Item::number)
            .text(item -> item.status().name())
            .text(Item::code)
            .text(item -> at(item) == null ? null : at(item).partition().topic().name())
            .integer(item -> at(item) == null ? null : at(item).partition().number())
            .bigint(item -> at(item) == null ? null : at(item).offset())
            .tuple();
    return Transactions.list(pool, UPDATE, rows, row -> row).replaceWithVoid();
  }

  /** Returns a claimed action, which is finished if all items have an outcome. */
  public Uni<Void> release(String id) {
    return Transactions.list(pool, RELEASE, Tuple.of(id), row -> row).replaceWithVoid();
  }

  private static Position at(Item item) {
    return item.position();
  }

  private static BulkAction action(Row row, Iterable<Row> items) {
    List<Item> list = new java.util.ArrayList<>();
    items.forEach(item -> list.add(item(item)));
    return new BulkAction(
        row.getString("id"),
        Kind.valueOf(row.getString("kind")),
        row.getString("actor"),
        row.getString("reason"),
        time(row, "valid_until"),
        row.getString("audit_id"),
        time(row, "created_at"),
        time(row, "finished_at"),
        List.copyOf(list));
  }

  private static Item item(Row row) {
    String topic = row.getString("topic");
    return new Item(
        row.getInteger("number"),
        row.getString("subject"),
        Status.valueOf(row.getString("status")),
        row.getString("code"),
        topic == null
            ? null
            : new Position(
                new InboundPartition(InboundTopic.valueOf(topic), row.getInteger("partition")),
                row.getLong("offset")));
  }

  private static OffsetDateTime utc(Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }

  private static Instant time(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }
}
