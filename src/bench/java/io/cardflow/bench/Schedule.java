package io.cardflow.bench;

/**
 * The due times of the messages of many life cycles, one per slot. A card starts every ten slots.
 * Its messages follow a little more than a second apart, so that the load is even, or three seconds
 * where the topic changes, so that the two topics of a card do not race. The rate is steady from
 * the end of the first life cycles to the start of the last.
 */
final class Schedule {

  /** The time after which the card's next message may overtake a waiting one on the other topic. */
  static final int TOPIC_CHANGE_SECONDS = 3;

  /** When each step of a life cycle is due, in seconds. */
  private static final int[] SECONDS = {0, 3, 4, 5, 6, 9, 10, 11, 12, 13};

  /** The time until as many life cycles end as begin. */
  private static final int RAMP_SECONDS = 13;

  /** The part of the steady time that is ignored at its beginning. */
  private static final int SETTLE_SECONDS = 2;

  /** When the rate becomes steady and the measurement starts. */
  static final int STEADY_AFTER_SECONDS = RAMP_SECONDS + SETTLE_SECONDS;

  private final int rate;
  private final int cards;

  /**
   * @param rate messages per second, a multiple of ten
   * @param seconds how long the steady time is
   */
  Schedule(int rate, int seconds) {
    this.rate = rate;
    this.cards = (STEADY_AFTER_SECONDS + seconds) * rate / CardLife.STEPS;
  }

  int rate() {
    return rate;
  }

  int cards() {
    return cards;
  }

  /** The number of slots, which count from 0. */
  int slots() {
    return CardLife.STEPS * cards + RAMP_SECONDS * rate;
  }

  /** The step of the life cycle that is due in a slot. */
  int step(int slot) {
    return slot % CardLife.STEPS;
  }

  /** The number of the card whose message is due in a slot; out of range if there is none. */
  int card(int slot) {
    int step = step(slot);
    return Math.floorDiv(slot - step - SECONDS[step] * rate, CardLife.STEPS);
  }

  boolean due(int slot) {
    return card(slot) >= 0 && card(slot) < cards;
  }

  /** Whether a slot belongs to the steady time. */
  boolean measured(int slot) {
    return slot >= STEADY_AFTER_SECONDS * rate && slot < lastMeasured();
  }

  int lastMeasured() {
    return CardLife.STEPS * cards;
  }

  /** Nanoseconds from the beginning to a slot. */
  long nanos(int slot) {
    return slot * 1_000_000_000L / rate;
  }
}
