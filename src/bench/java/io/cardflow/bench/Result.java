package io.cardflow.bench;

import java.time.Instant;

/**
 * The result of one run of one contestant.
 *
 * @param title the contestant
 * @param begun when the measurement began
 * @param rate messages per second, until the last event is read, over all waves
 * @param cpu for 100,000 messages
 * @param peakMiB the peak memory of the contestant, summed over its replicas
 */
record Result(String title, Instant begun, double rate, Cpu cpu, long peakMiB) {}
