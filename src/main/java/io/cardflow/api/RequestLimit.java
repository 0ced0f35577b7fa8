package io.cardflow.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Limits the requests of each caller with a token bucket, which holds the requests of two seconds.
 * Of more callers than it remembers, it forgets the one that was silent for the longest time.
 * Thread-safe.
 */
final class RequestLimit {

  /** The number of callers it remembers. */
  static final int CALLERS = 10_000;

  private static final int BURST_SECONDS = 2;
  private static final double NANOS = 1e9;

  private final int perSecond;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > CALLERS;
        }
      };

  /**
   * @param perSecond how many requests a caller may make on average
   */
  RequestLimit(int perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
  }

  /** Takes one request from the caller's bucket; false if it is empty. */
  synchronized boolean take(String caller) {
    long now = nanoTime.getAsLong();
    double most = (double) perSecond * BURST_SECONDS;
    Bucket before = buckets.getOrDefault(caller, new Bucket(most, now));
    double filled = Math.min(most, before.requests() + (now - before.at()) / NANOS * perSecond);
    boolean free = filled >= 1;
    buckets.put(caller, new Bucket(free ? filled - 1 : filled, now));
    return free;
  }

  /** How many callers it remembers. */
  synchronized int callers() {
    return buckets.size();
  }

  /** The requests that a caller had left at a time. */
  private record Bucket(double requests, long at) {}
}
