package io.cardflow.local.gocards;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Chance, of a kind that one seed repeats. */
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
   * Whether a fault hits this case: one case of every 1/share in a row, at a random place among
   * them, so that also a short run meets each fault about as often as its share says.
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

  /** Of one fault: how many hits are due, and at which fraction of the next one it falls. */
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
