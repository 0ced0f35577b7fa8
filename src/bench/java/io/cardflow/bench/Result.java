package io.cardflow.bench;

/**
 * What one run of one contestant has shown.
 *
 * @param rate messages a second, from the first to the last, over all waves
 * @param workerCpu processor seconds of the contestant for 100,000 messages; likewise the next two
 * @param peakMiB the most memory that the contestant has held
 */
record Result(
    Contestant contestant,
    int round,
    int messages,
    double rate,
    double workerCpu,
    double brokerCpu,
    double databaseCpu,
    long peakMiB) {}
