package io.cardflow.bench;

/** A program that processes the workload, in its own process. */
enum Contestant {
  /** The built worker, one replica, default settings. */
  CARDFLOW("Cardflow", null, 1),
  /** Kafka Streams, exactly once, cards in RocksDB and changelogs, no database. */
  STREAMS("Kafka Streams, exactly once", StreamsRunner.class, 1),
  /** Batches of a thousand through JDBC, with an inbox, an outbox, and one relay. */
  OUTBOX("inbox and outbox, one relay", OutboxRunner.class, 1),
  /** A consumer, Hibernate, an outbox and its relay: a transaction for each message. */
  PER_MESSAGE("one transaction per message", PerMessageRunner.class, 25);

  /** The number of consumers in a process: Cardflow has two lanes. */
  static final int CONSUMERS = 2;

  private final String title;
  private final Class<?> main;
  private final int fewer;

  Contestant(String title, Class<?> main, int fewer) {
    this.title = title;
    this.main = main;
    this.fewer = fewer;
  }

  String title() {
    return title;
  }

  /** The main class; null for a jar. */
  Class<?> main() {
    return main;
  }

  /** The divisor of the number of cards, so that slow contestants end in reasonable time. */
  int fewer() {
    return fewer;
  }
}
