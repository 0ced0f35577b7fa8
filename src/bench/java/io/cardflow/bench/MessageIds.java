package io.cardflow.bench;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * How senders name their messages: {@code -Dbench.ids}, {@code random} (default) or {@code rising}.
 * The ids depend only on the message, so that a run can be repeated.
 */
enum MessageIds {
  /** UUIDs of version 4, so that successive messages are far apart in an index. */
  RANDOM {
    @Override
    String of(String name) {
      // FNV-1a: the seed must differ for each name.
      long seed = 0xcbf29ce484222325L;
      for (int i = 0; i < name.length(); i++) {
        seed = (seed ^ name.charAt(i)) * 0x100000001b3L;
      }
      SplittableRandom random = new SplittableRandom(seed);
      return uuid(random.nextLong(), random.nextLong());
    }

    @Override
    String of(int number) {
      long rest = new SplittableRandom(number).nextLong();
      return uuid((long) scrambled(number) << 32 | rest >>> 32, rest * FIRST);
    }

    @Override
    int number(String id) {
      return restored(Integer.parseUnsignedInt(id, 0, 8, 16));
    }
  },

  /** Names and numbers that increase with time. */
  RISING {
    @Override
    String of(String name) {
      return name;
    }

    @Override
    String of(int number) {
      return Integer.toString(number);
    }

    @Override
    int number(String id) {
      return Integer.parseInt(id);
    }
  };

  private static final long VERSION = 0xf000L;
  private static final long VARIANT = 0xc000000000000000L;

  /** The factors of a permutation of all numbers of 32 bits, and their inverses. */
  private static final int FIRST = 0x85ebca6b;

  private static final int SECOND = 0xc2b2ae35;
  private static final int FIRST_INVERSE = 0xa5cb9243;
  private static final int SECOND_INVERSE = 0x7ed1b41d;

  /** The setting. */
  static MessageIds chosen() {
    return valueOf(BenchSettings.text("ids", "random").toUpperCase(Locale.ROOT));
  }

  /** The id of the message with a unique name. */
  abstract String of(String name);

  /** The id of the message with a unique number. */
  abstract String of(int number);

  /** The number from which an id was made. */
  abstract int number(String id);

  private static String uuid(long most, long least) {
    return new UUID(most & ~VERSION | 0x4000L, least & ~VARIANT | 0x8000000000000000L).toString();
  }

  private static int scrambled(int number) {
    int mixed = (number + 1) * FIRST;
    mixed ^= mixed >>> 16;
    return mixed * SECOND;
  }

  private static int restored(int scrambled) {
    int mixed = scrambled * SECOND_INVERSE;
    mixed ^= mixed >>> 16;
    return mixed * FIRST_INVERSE - 1;
  }
}
