package io.cardflow.ordering.gocards;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The layouts that were read last, each for ten minutes. */
final class LayoutCache {

  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final int MOST = 200;

  private final Clock clock;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private record Entry(CardLayout layout, Instant readAt) {}

  LayoutCache(Clock clock) {
    this.clock = clock;
  }

  /**
   * Returns a layout; reads it if it is not known or too old.
   *
   * @param read blocks, and throws {@link CallFailed} if it cannot be read
   */
  CardLayout get(String layoutId, Function<String, CardLayout> read) {
    Instant now = clock.instant();
    synchronized (entries) {
      Entry known = entries.get(layoutId);
      if (known != null && known.readAt().plus(LIFE).isAfter(now)) {
        return known.layout();
      }
    }
    CardLayout layout = read.apply(layoutId);
    synchronized (entries) {
      entries.remove(layoutId);
      entries.put(layoutId, new Entry(layout, now));
      if (entries.size() > MOST) {
        entries.remove(entries.keySet().iterator().next());
      }
    }
    return layout;
  }
}
