package io.cardflow.store;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.Position;
import io.cardflow.ops.CardflowConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** The inbox's access to PostgreSQL, on the reactive client. */
@ApplicationScoped
public class BatchStore {

  private final Pool pool;
  private final Double unknownCards;

  /** Uses this pool. */
  @Inject
  BatchStore(Pool pool, CardflowConfig config) {
    this(pool, config.retention().unknownCards().orElse(null));
  }

  /**
   * Uses this pool.
   *
   * @param unknownCards how long messages about cards that do not exist are remembered; null
   *     without end
   */
  public BatchStore(Pool pool, Duration unknownCards) {
    this.pool = pool;
    this.unknownCards = unknownCards == null ? null : (double) unknownCards.toSeconds();
  }

  /** Starts the transaction of a batch; the caller ends it. */
  public Future<BatchTransaction> begin() {
    return Connections.take(pool).map(connection -> new BatchTransaction(connection, unknownCards));
  }

  /**
   * Takes partitions over: their former owner can no longer write.
   *
   * @param owner a random token of this takeover
   * @return their progress under the new epoch, without partitions that must have been owned before
   *     but have no progress
   * @throws PartitionCountChanged as the future's failure, if progress is stored for another number
   *     of partitions
   */
  public Future<Map<InboundPartition, Progress>> takeOver(
      SortedMap<InboundPartition, Claim> claims, UUID owner) {
    return Transactions.run(
        pool,
        connection ->
            sameCounts(connection, claims)
                .compose(same -> create(connection, claims))
                .compose(
                    created ->
                        connection
                            .preparedQuery(ProgressTable.LOCK)
                            .execute(ProgressTable.partitions(claims.keySet())))
                .compose(
                    locked ->
                        connection
                            .preparedQuery(ProgressTable.TAKE_OVER)
                            .execute(ProgressTable.taken(claims, owner)))
                .map(ProgressTable::read));
  }

  /**
   * Advances partitions without deciding records: past published records and transaction markers.
   *
   * @return fails with {@link Conflict}, and changes nothing, if the progress of a partition is not
   *     as its owner last wrote it
   */
  public Future<Void> advance(Map<InboundPartition, Advance> advances) {
    return Transactions.run(
        pool,
        connection ->
            connection
                .preparedQuery(ProgressTable.ADVANCE)
                .execute(ProgressTable.tuple(advances))
                .compose(
                    rows ->
                        rows.rowCount() == advances.size()
                            ? Future.<Void>succeededFuture()
                            : Future.failedFuture(
                                new Conflict("progress is not as its owner last wrote it"))));
  }

  /** The stored progress of partitions, without those that were never owned. */
  public Future<Map<InboundPartition, Progress>> progress(Collection<InboundPartition> partitions) {
    return Transactions.run(
            pool,
            connection ->
                connection
                    .preparedQuery(ProgressTable.READ)
                    .execute(ProgressTable.partitions(partitions)))
        .map(ProgressTable::read);
  }

  /** Succeeds if PostgreSQL answers. */
  public Future<Void> ping() {
    return Transactions.run(pool, connection -> connection.query("SELECT 1").execute()).mapEmpty();
  }

  /**
   * Stores that a partition failed alone on an instance while others continued.
   *
   * @param cause one line, without any content of a message
   * @return the other instance on which it failed within the last hour; null if there is none
   */
  public Future<String> failedAlone(int number, String instance, String cause) {
    return Transactions.run(
            pool,
            connection ->
                connection
                    .preparedQuery(ProgressTable.FAILED_ALONE)
                    .execute(Tuple.of(number, instance, cause)))
        .map(
            rows -> {
              for (Row row : rows) {
                if (row.getString("other") != null) {
                  return row.getString("other");
                }
              }
              return null;
            });
  }

  /** Deletes the stored failures of a partition number. */
  public Future<Void> worksAgain(int number) {
    return Transactions.run(
            pool,
            connection ->
                connection.preparedQuery(ProgressTable.WORKS_AGAIN).execute(Tuple.of(number)))
        .mapEmpty();
  }

  /**
   * The entries of the first unit of work that has records in the given ranges.
   *
   * @param ranges the offsets of each log, by its number
   * @return null if the journal has no entry in the ranges
   */
  public Future<JournalPortion> firstUnit(Map<Integer, OffsetRange> ranges) {
    return Transactions.run(
            pool,
            connection ->
                connection
                    .preparedQuery(JournalTable.FIRST_UNIT)
                    .execute(JournalTable.ranges(ranges)))
        .map(JournalTable::portion);
  }

  /** How many of the records at these positions are decided. */
  public Uni<Integer> decided(Collection<Position> positions) {
    Set<InboundPartition> partitions =
        positions.stream().map(Position::partition).collect(Collectors.toSet());
    return Unis.of(() -> progress(partitions))
        .map(
            progress ->
                (int)
                    positions.stream()
                        .filter(each -> progress.containsKey(each.partition()))
                        .filter(each -> each.offset() < progress.get(each.partition()).next())
                        .count());
  }

  private static Future<Void> sameCounts(
      SqlConnection connection, SortedMap<InboundPartition, Claim> claims) {
    int partitions = claims.values().iterator().next().partitions();
    return connection
        .preparedQuery(ProgressTable.OTHER_COUNT)
        .execute(Tuple.of(partitions))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        new PartitionCountChanged(
                            rows.iterator().next().getInteger("partitions"), partitions)));
  }

  private static Future<Void> create(
      SqlConnection connection, SortedMap<InboundPartition, Claim> claims) {
    List<Map.Entry<InboundPartition, Claim>> fresh =
        claims.entrySet().stream().filter(each -> each.getValue().start() != null).toList();
    if (fresh.isEmpty()) {
      return Future.succeededFuture();
    }
    return connection
        .preparedQuery(ProgressTable.CREATE)
        .execute(ProgressTable.created(fresh))
        .mapEmpty();
  }
}
