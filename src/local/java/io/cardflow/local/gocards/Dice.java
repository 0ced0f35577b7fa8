package io.cardflow.local.gocards;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Repeatable random decisions from a seed. */
final class Dice {

  private final Random random;
  private final Map<BureauFault, Draw> draws = new EnumMap<>(BureauFault.class);
  private volatile Faults faults = Faults.NONE;

  Dice(long seed) {
    random = new Random(seed);
  }

  Faults faults() {
    return faults;
  }

  void load(Faults next) {
    faults = next;
  }

  /**
   * Returns whether a fault hits this case: one in every 1/share consecutive cases, at a random
   * position, so that the share is met even in a short run.
   */
  synchronized boolean hits(BureauFault fault) {
    return draws.computeIfAbsent(fault, first -> new Draw()).hits(faults.share(fault));
  }

  synchronized boolean coin() {
    return random.nextBoolean();
  }

  synchronized void shuffle(List<?> items) {
    Collections.shuffle(items, random);
  }

  /** The state of one fault: the number of due hits, and the position of the next hit. */
  private final class Draw {

    private double due;
    private double hits;
    private double place = random.nextDouble();

    boolean hits(double share) {
      due += share;
      if (share == 0 || due < hits + place) {
        return false;
      }
      hits++;
      place = random.nextDouble();
      return true;
    }
  }
}
