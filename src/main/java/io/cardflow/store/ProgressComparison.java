package io.cardflow.store;

import io.cardflow.domain.InboundPartition;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Map;

/**
 * Compares the progress of all partitions with the group's offsets. A unit of work commits in
 * PostgreSQL before it commits in Kafka, so a partition that is ahead in Kafka shows that
 * PostgreSQL has lost commits.
 */
final class ProgressComparison {

  private static final String STARTED = "SELECT pg_postmaster_start_time() AS started";

  private final Pool pool;
  private final CommittedOffsets offsets;

  ProgressComparison(Pool pool, CommittedOffsets offsets) {
    this.pool = pool;
    this.offsets = offsets;
  }

  /**
   * The result of a comparison.
   *
   * @param started the start time of the PostgreSQL server
   * @param contradiction a line that names a partition with lost commits; null if there is none
   */
  record Result(OffsetDateTime started, String contradiction) {}

  /** Compares. Kafka is read first, since PostgreSQL must have everything that Kafka had before. */
  Uni<Result> run() {
    return offsets
        .read()
        .flatMap(
            committed ->
                Unis.of(
                    () ->
                        Transactions.run(
                            pool,
                            connection ->
                                connection
                                    .preparedQuery(STARTED)
                                    .execute()
                                    .compose(
                                        started ->
                                            connection
                                                .preparedQuery(ProgressTable.LOOK)
                                                .execute(Tuple.tuple())
                                                .map(rows -> result(started, rows, committed))))));
  }

  private static Result result(
      RowSet<Row> started, RowSet<Row> rows, Map<InboundPartition, Long> committed) {
    Map<InboundPartition, Progress> progress = ProgressTable.read(rows);
    String contradiction =
        committed.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(each -> contradiction(each.getKey(), each.getValue(), progress.get(each.getKey())))
            .filter(found -> found != null)
            .findFirst()
            .orElse(null);
    return new Result(started.iterator().next().getOffsetDateTime("started"), contradiction);
  }

  private static String contradiction(
      InboundPartition partition, long committed, Progress progress) {
    long next = progress == null ? 0 : progress.next();
    return next >= committed
        ? null
        : "partition %d of %s is decided up to offset %d, but the group has consumed up to %d"
            .formatted(partition.number(), partition.topic(), next, committed);
  }
}
