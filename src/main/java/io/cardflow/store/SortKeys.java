package io.cardflow.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** The sort keys of a row as texts, as a client gives them back. */
final class SortKeys {

  /** Earlier than any time that is stored. */
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  /** Later than any time that is stored. */
  static final OffsetDateTime LATEST = LAST.atOffset(ZoneOffset.UTC);

  private final List<String> keys;

  /**
   * @param keys null for the start of the list
   * @throws InvalidKeys unless there are this many
   */
  SortKeys(List<String> keys, int count) {
    if (keys != null && keys.size() != count) {
      throw new InvalidKeys();
    }
    this.keys = keys;
  }

  /** The key at a place; empty at the start, which sorts before any other. */
  String text(int place) {
    if (keys == null) {
      return "";
    }
    if (keys.get(place).indexOf(0) >= 0) {
      throw new InvalidKeys();
    }
    return keys.get(place);
  }

  int number(int place) {
    try {
      return keys == null ? 0 : Integer.parseInt(keys.get(place));
    } catch (NumberFormatException notANumber) {
      throw new InvalidKeys();
    }
  }

  OffsetDateTime time(int place) {
    try {
      Instant time = keys == null ? FIRST : Instant.parse(keys.get(place));
      if (time.isBefore(FIRST) || time.isAfter(LAST)) {
        throw new InvalidKeys();
      }
      return time.atOffset(ZoneOffset.UTC);
    } catch (DateTimeException notATime) {
      throw new InvalidKeys();
    }
  }
}
