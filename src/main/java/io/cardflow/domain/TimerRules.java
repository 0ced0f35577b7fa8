package io.cardflow.domain;

import io.cardflow.domain.Decision.Rejected;
import io.cardflow.domain.Timer.DwellExceeded;
import io.cardflow.domain.Timer.ExpiryReminder;
import java.time.Duration;
import java.time.Instant;

/** Decides timers: a timer is stale unless its condition still holds. */
final class TimerRules {

  private static final long DAY = Duration.ofDays(1).toMillis();

  private final Reminders reminders;

  TimerRules(Policy policy) {
    this.reminders = policy.reminders();
  }

  Decision decide(Message message, Timer timer, Situation situation) {
    Card card = situation.card();
    if (card == null) {
      return new Rejected(RejectionCode.UNKNOWN_CARD, "no card has this id", null);
    }
    Change change = new Change(card, message, null, situation.now());
    if (timer instanceof ExpiryReminder reminder) {
      return isDue(reminder, card, situation.now())
          ? change.announceExpiry(daysLeft(reminder.validUntil(), situation.now())).decision()
          : stale("the assignment does not end then, or the reminder has had its time", card);
    }
    DwellExceeded dwell = (DwellExceeded) timer;
    return isDue(dwell, card, situation.now())
        ? change.announceOverdue(dwell.limit()).decision()
        : stale("the card is not in this stay beyond the limit, or it was announced", card);
  }

  private boolean isDue(ExpiryReminder reminder, Card card, Instant now) {
    if (card.state() != CardState.ASSIGNED) {
      return false;
    }
    Instant end = card.assignment().validUntil();
    Duration current = reminders.current(end, now);
    boolean nearerHasCome = current != null && current.compareTo(reminder.before()) < 0;
    return card.assignment().number() == reminder.assignment()
        && end.equals(reminder.validUntil())
        && now.isBefore(end)
        && !now.isBefore(end.minus(reminder.before()))
        && !nearerHasCome;
  }

  private static boolean isDue(DwellExceeded dwell, Card card, Instant now) {
    return card.state() == dwell.state()
        && card.since().equals(dwell.since())
        && !card.overdue()
        && !now.isBefore(dwell.since().plus(dwell.limit()));
  }

  /** Rounds up to whole days. */
  private static int daysLeft(Instant end, Instant now) {
    return (int) -Math.floorDiv(-Duration.between(now, end).toMillis(), DAY);
  }

  private static Rejected stale(String detail, Card card) {
    return new Rejected(RejectionCode.STALE_TIMER, detail, card);
  }
}
