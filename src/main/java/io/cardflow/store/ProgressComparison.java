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
 * PostgreSQL before it commits in Kafka, so a partition that is further in Kafka shows that
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
   * What was found.
   *
   * @param started when the server that was asked had started
   * @param contradiction which partition lacks commits, for a person; null if none does
   */
  record Result(OffsetDateTime started, String contradiction) {}

  /** Compares. Kafka is asked first: what it has by then, PostgreSQL must have when it is asked. */
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
