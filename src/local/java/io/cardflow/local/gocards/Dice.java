package io.cardflow.local.gocards;

import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Chance, of a kind that one seed repeats. */
final class Dice {

  private final Random random;
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

  /** Whether a fault hits this case. */
  synchronized boolean hits(BureauFault fault) {
    double share = faults.share(fault);
    return share > 0 && random.nextDouble() < share;
  }

  synchronized boolean coin() {
    return random.nextBoolean();
  }

  synchronized void shuffle(List<?> items) {
    Collections.shuffle(items, random);
  }
}
