package io.cardflow.store;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.InboundTopic;
import io.cardflow.servers.Database;
import io.cardflow.servers.Servers;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;

/** A fresh database for the cards of a test class, and a store on it. */
final class Vault implements AutoCloseable {

  static final InboundPartition COMMANDS = new InboundPartition(InboundTopic.COMMANDS, 0);
  static final InboundPartition STATUS = new InboundPartition(InboundTopic.PRODUCER_STATUS, 0);

  /** Kafka's id of the topics. */
  static final UUID TOPIC = new UUID(1, 2);

  private final Vertx vertx = Vertx.vertx();
  private final Database database;
  private final Pool pool;

  Vault() {
    this(4);
  }

  /** A store with this maximum number of connections. */
  Vault(int connections) {
    this(Servers.shared(), connections);
  }

  /** A store on servers that a test may stop. */
  Vault(Servers servers, int connections) {
    database = servers.newDatabase();
    Flyway.configure()
        .dataSource(database.jdbcUrl(), database.username(), database.password())
        .load()
        .migrate();
    pool = database.pool(vertx, connections);
  }

  /** Deletes all cards and all progress. */
  void empty() {
    run(
        "TRUNCATE card, card_message, card_request, card_assignment, card_end, order_queue,"
            + " order_batch, order_card, journal_unit, journal_range, inbound_log, progress,"
            + " card_expiry, card_wait, card_count, card_flow, card_alias, ordering_closure,"
            + " delivery_end, audit, put_back, action, action_item;"
            + " UPDATE card_retention SET ended_at = '-infinity', card_id = ''");
  }

  Database database() {
    return database;
  }

  Pool pool() {
    return pool;
  }

  /** A fence for claims; Kafka has no offsets. */
  OrderingFence fence() {
    return fence(FailoverPolicy.HOLD, Map::of);
  }

  /** A fence of a replica with this policy and these offsets in Kafka. */
  OrderingFence fence(FailoverPolicy policy, Supplier<Map<InboundPartition, Long>> offsets) {
    return new OrderingFence(
        pool, new OrderingClosures(pool), () -> Uni.createFrom().item(offsets), policy);
  }

  BatchStore store() {
    return new BatchStore(pool, Duration.ofDays(30));
  }

  /** Waits for a future; throws its failure unchanged. */
  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }

  /** Takes partitions over, and returns their progress. */
  Map<InboundPartition, Progress> own(InboundPartition... partitions) {
    SortedMap<InboundPartition, Claim> claims = new TreeMap<>();
    Arrays.stream(partitions)
        .forEach(each -> claims.put(each, new Claim(Servers.PARTITIONS, 0L, TOPIC)));
    return await(store().takeOver(claims, UUID.randomUUID()));
  }

  BatchTransaction begin() {
    return await(store().begin());
  }

  /** Loads cards and commits their changes, or rolls back. */
  void commit(Draft draft) {
    BatchTransaction transaction = begin();
    await(transaction.load(draft.lookup()));
    commit(transaction, draft);
  }

  /** Commits a transaction that has already loaded, or rolls it back. */
  static void commit(BatchTransaction transaction, Draft draft) {
    try {
      await(transaction.commit(draft.changes()));
    } catch (RuntimeException failed) {
      await(transaction.rollback());
      throw failed;
    }
  }

  /** The stored state of these cards. */
  Loaded load(String... cards) {
    return load(List.of(cards), List.of());
  }

  Loaded load(Collection<String> cards, Collection<String> holders) {
    BatchTransaction transaction = begin();
    Loaded loaded =
        await(
            transaction.load(
                new Lookup(new TreeSet<>(), cards, cards, List.of(), List.of(), holders)));
    await(transaction.rollback());
    return loaded;
  }

  /** Waits until a transaction has locked a table. */
  void awaitLocked(String table) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(10))
        .until(
            () ->
                number(
                        "SELECT count(*) FROM pg_locks WHERE relation = '%s'::regclass AND granted"
                                .formatted(table)
                            + " AND mode = 'ShareLock'")
                    > 0);
  }

  void run(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(sql, failed);
    }
  }

  /** The single value that a query returns, as text. */
  String ask(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      return answer.next() ? answer.getString(1) : null;
    } catch (SQLException failed) {
      throw new IllegalStateException(sql, failed);
    }
  }

  long count(String from) {
    return number("SELECT count(*) FROM " + from);
  }

  /** The single number that a query returns. */
  long number(String sql) {
    return Long.parseLong(ask(sql));
  }

  @Override
  public void close() {
    await(pool.close());
    await(vertx.close());
  }
}
