package io.cardflow.domain;

import static io.cardflow.domain.CardState.ASSIGNED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cardflow.domain.Command.ExtendCard;
import io.cardflow.domain.Event.CardExpiring;
import io.cardflow.domain.Timer.ExpiryReminder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The end of an assignment is announced by the nearest due reminder. */
class ReminderTest {

  private static final Instant END = SampleCards.ASSIGNMENT.validUntil();

  @ParameterizedTest
  @CsvSource({"7d, 7d, 7", "7d, 6d23h, 7", "7d, 3d1ms, 4", "3d, 3d, 3", "1d, 1d, 1", "1d, 1ms, 1"})
  void aReminderContainsTheRemainingDaysRoundedUp(String before, String left, int days) {
    Given given = Given.card(ASSIGNED).at(END.minus(duration(left)));

    Decision decision = given.when(new ExpiryReminder(1, END, duration(before)));

    CardExpiring event =
        assertInstanceOf(CardExpiring.class, Then.applied(decision).events().get(0));
    assertEquals(days, event.daysLeft());
    assertEquals(SampleCards.ASSIGNMENT, event.assignment());
    assertEquals(8, event.version());
    assertEquals(8, Then.applied(decision).card().version());
    assertEquals(ASSIGNED, Then.applied(decision).card().state());
  }

  @ParameterizedTest
  @CsvSource({"7d, 7d1ms", "7d, 3d", "3d, 1d", "1d, 0d", "7d, 0d"})
  void aReminderBeforeItsTimeOrAfterItIsStale(String before, String left) {
    Given given = Given.card(ASSIGNED).at(END.minus(duration(left)));

    Decision decision = given.when(new ExpiryReminder(1, END, duration(before)));

    Then.rejected(RejectionCode.STALE_TIMER, decision);
  }

  @Test
  void aReminderOfAnotherAssignmentIsStale() {
    Given given = Given.card(ASSIGNED).at(END.minus(Duration.ofDays(7)));

    Decision decision = given.when(new ExpiryReminder(2, END, Duration.ofDays(7)));

    Then.rejected(RejectionCode.STALE_TIMER, decision);
  }

  @Test
  void aReminderIsStaleAfterAnExtension() {
    TestFold fold = Given.card(ASSIGNED).at(END.minus(Duration.ofDays(7))).fold();
    fold.apply(Messages.message("m-1", new ExtendCard(END.plusMillis(1))));

    Decision decision =
        fold.apply(Messages.message("m-2", new ExpiryReminder(1, END, Duration.ofDays(7))));

    Then.rejected(RejectionCode.STALE_TIMER, decision);
  }

  @Test
  void ofDuePointsTheNearestToTheEndCounts() {
    Reminders reminders = Given.REMINDERS;

    assertNull(reminders.current(END, END.minus(duration("7d1ms"))));
    assertEquals(duration("7d"), reminders.current(END, END.minus(duration("7d"))));
    assertEquals(duration("3d"), reminders.current(END, END.minus(duration("2d"))));
    assertEquals(duration("1d"), reminders.current(END, END));
  }

  @Test
  void theNextPointIsTheFirstThatIsNotDue() {
    Reminders reminders = Given.REMINDERS;

    assertEquals(END.minus(duration("7d")), reminders.first(END));
    assertEquals(END.minus(duration("7d")), reminders.next(END, END.minus(duration("8d"))));
    assertEquals(END.minus(duration("3d")), reminders.next(END, END.minus(duration("7d"))));
    assertEquals(END, reminders.next(END, END.minus(duration("1d"))));
    assertEquals(END, reminders.next(END, END.plusMillis(1)));
  }

  @Test
  void withoutPointsOnlyTheEndCounts() {
    Reminders none = new Reminders(List.of());

    assertEquals(END, none.first(END));
    assertNull(none.current(END, END));
    assertEquals(END, none.next(END, END.minus(duration("1d"))));
  }

  private static Duration duration(String text) {
    Duration sum = Duration.ZERO;
    for (String part : text.split("(?<=[a-z])(?=\\d)")) {
      long number = Long.parseLong(part.replaceAll("[a-z]", ""));
      sum =
          sum.plus(
              switch (part.replaceAll("\\d", "")) {
                case "d" -> Duration.ofDays(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofMillis(number);
              });
    }
    return sum;
  }
}
