package io.cardflow.bench;

/** Processor time in seconds, of the contestant, of the broker and of PostgreSQL. */
record Cpu(double worker, double broker, double database) {

  Cpu since(Cpu earlier) {
    return new Cpu(worker - earlier.worker, broker - earlier.broker, database - earlier.database);
  }

  double total() {
    return worker + broker + database;
  }

  /** Scales to 100,000 messages, from the number for which it was used. */
  Cpu perHundredThousand(int messages) {
    double share = messages / 100_000.0;
    return new Cpu(worker / share, broker / share, database / share);
  }
}
