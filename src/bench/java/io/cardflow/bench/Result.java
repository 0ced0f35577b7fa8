package io.cardflow.bench;

import java.time.Instant;

/**
 * The result of one run of one contestant.
 *
 * @param title whose run it was
 * @param begun when what was measured began
 * @param rate messages a second, from the first to the last, over all waves
 * @param cpu for 100,000 messages
 * @param peakMiB the most memory that the contestant has held, all its replicas added up
 */
record Result(String title, Instant begun, double rate, Cpu cpu, long peakMiB) {}
