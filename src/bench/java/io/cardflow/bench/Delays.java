package io.cardflow.bench;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The time from the moment each message of a schedule was due to its answer. */
final class Delays {

  /** The delay of the load, in milliseconds, from which the report mentions it. */
  private static final double PUNCTUAL = 5;

  private final Schedule schedule;
  private final int first;
  private final ReplyTimes answers;
  private final long[] late;
  private long begun;
  private long ended;

  /**
   * @param first the number of the first message among the answers
   */
  Delays(Schedule schedule, int first, ReplyTimes answers) {
    this.schedule = schedule;
    this.first = first;
    this.answers = answers;
    this.late = new long[schedule.slots()];
  }

  void begin(long nanoTime) {
    begun = nanoTime;
  }

  void late(int slot, long nanos) {
    late[slot] = nanos;
  }

  /** The number of a slot's message among the answers. */
  int answer(int slot) {
    return first + 2 * slot;
  }

  /** The number of the slot's additional, rejected message among the answers. */
  int refusal(int slot) {
    return first + 2 * slot + 1;
  }

  /** Returns the figures; called after the last answer. */
  Latency.Figures figures() {
    ended = System.nanoTime();
    long[] waits = new long[2 * schedule.slots()];
    long[] lates = new long[schedule.slots()];
    int found = 0;
    int sent = 0;
    for (int slot = 0; slot < schedule.slots(); slot++) {
      if (!schedule.due(slot) || !schedule.measured(slot)) {
        continue;
      }
      lates[sent++] = late[slot];
      long due = begun + schedule.nanos(slot);
      if (schedule.step(slot) != CardLife.SILENT) {
        waits[found++] = seen(answer(slot)) - due;
      }
      if (schedule.card(slot) % 100 == 11) {
        waits[found++] = seen(refusal(slot)) - due;
      }
    }
    long[] sorted = Arrays.copyOf(waits, found);
    Arrays.sort(sorted);
    long[] sending = Arrays.copyOf(lates, sent);
    Arrays.sort(sending);
    double lateness = quantile(sending, 0.99);
    return new Latency.Figures(
        quantile(sorted, 0.5),
        quantile(sorted, 0.99),
        quantile(sorted, 0.999),
        keptUp(),
        inTime(),
        lateness <= PUNCTUAL ? 0 : lateness);
  }

  /** The longest time without an answer, in milliseconds. */
  double longestGap() {
    long[] seen =
        IntStream.range(0, schedule.slots())
            .filter(slot -> schedule.due(slot) && schedule.measured(slot))
            .filter(slot -> schedule.step(slot) != CardLife.SILENT)
            .mapToLong(slot -> seen(answer(slot)))
            .sorted()
            .toArray();
    return IntStream.range(1, seen.length).mapToLong(i -> seen[i] - seen[i - 1]).max().orElse(0)
        / 1e6;
  }

  private long seen(int message) {
    long at = answers.at(message);
    return at == 0 ? ended : at;
  }

  /** Whether no message waited for so long that the next of its card may have overtaken it. */
  private boolean inTime() {
    for (int slot = 0; slot < schedule.slots(); slot++) {
      long most = begun + schedule.nanos(slot) + Schedule.TOPIC_CHANGE_SECONDS * 1_000_000_000L;
      if (schedule.due(slot)
          && schedule.step(slot) != CardLife.SILENT
          && seen(answer(slot)) > most) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the backlog at the end is at most one second's messages, or no larger than in the
   * middle.
   */
  private boolean keptUp() {
    int end = schedule.lastMeasured();
    int waiting = waiting(end);
    return waiting <= schedule.rate() || waiting <= waiting(end * 3 / 4) * 1.1;
  }

  /** The number of messages due before a slot that were still unanswered at its due time. */
  private int waiting(int slot) {
    long then = begun + schedule.nanos(slot);
    int waiting = 0;
    for (int earlier = 0; earlier < slot; earlier++) {
      if (schedule.due(earlier)
          && schedule.step(earlier) != CardLife.SILENT
          && seen(answer(earlier)) > then) {
        waiting++;
      }
    }
    return waiting;
  }

  private static double quantile(long[] sorted, double share) {
    int place = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, place)] / 1e6;
  }
}
