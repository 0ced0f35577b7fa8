package io.cardflow.bench;

/** A program that processes the workload, in its own process. */
enum Contestant {
  /** The built worker, one replica, as it comes. */
  CARDFLOW("Cardflow", null, 1),
  /** Kafka Streams, exactly once, cards in RocksDB and changelogs, no database. */
  STREAMS("Kafka Streams, exactly once", StreamsRunner.class, 1),
  /** A consumer, Hibernate, an outbox and its relay: a transaction for each message. */
  PER_MESSAGE("one transaction per message", PerMessageRunner.class, 25);

  /** How many consumers each has in a process. */
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

  /** Its main class; null for the one that is a jar. */
  Class<?> main() {
    return main;
  }

  /** The divisor of the number of cards, so that slow contestants end in reasonable time. */
  int fewer() {
    return fewer;
  }
}
