package io.cardflow.bench;

/** Kafka Streams with other settings than its defaults, which suit neither goal best. */
final class StreamsVariants {

  /** Its defaults: commits every 100 ms, a cache of 10 MiB, RocksDB. */
  static final Entry DEFAULTS = Entry.of(Contestant.STREAMS);

  /**
   * For the rate, on RocksDB.
   *
   * <ul>
   *   <li>Commits every 500 ms instead of 100 ms: each commit flushes the stores and ends a
   *       transaction on every partition of outputs and changelogs.
   *   <li>A cache of 64 MiB instead of 10 MiB: a card's changes between two commits become one
   *       write to RocksDB and one changelog record.
   *   <li>Producer batches of 128 KiB instead of 16 KiB, Cardflow's size: a batch of 16 KiB is full
   *       after some 20 events. The linger time stays at Streams' 100 ms, since full batches do not
   *       wait for it.
   * </ul>
   *
   * The threads stay at two, the number of processors: more threads add consumers and transactions,
   * but no processor time.
   */
  static final Entry RATE =
      DEFAULTS
          .titled("Kafka Streams, tuned for rate")
          .setting(StreamsRunner.CONFIG + "commit.interval.ms", "500")
          .setting(StreamsRunner.CONFIG + "statestore.cache.max.bytes", "67108864")
          .setting(StreamsRunner.CONFIG + "producer.batch.size", "131072");

  /**
   * The same with stores in memory: no serialization into RocksDB, and no compaction. All cards and
   * message ids must fit into the heap, hence 3 GiB instead of 1 GiB, and a restart reads whole
   * changelogs. The cache stays, because it saves changelog records.
   */
  static final Entry MEMORY =
      RATE.titled("Kafka Streams, stores in memory")
          .heap("3g")
          .setting(StreamsRunner.IN_MEMORY, "true");

  /**
   * For the latency: commits every 10 ms, since subscribers see records only after a commit; no
   * lingering, so that a commit does not have to flush waiting batches; stores in memory, which do
   * not compact.
   */
  static final Entry LATENCY =
      DEFAULTS
          .titled("Kafka Streams, tuned for latency")
          .heap("3g")
          .setting(StreamsRunner.CONFIG + "commit.interval.ms", "10")
          .setting(StreamsRunner.CONFIG + "producer.linger.ms", "0")
          .setting(StreamsRunner.IN_MEMORY, "true");

  private StreamsVariants() {}
}
