package io.cardflow.domain;

import static io.cardflow.domain.CardState.EXPIRED;
import static io.cardflow.domain.CardState.IN_PRODUCTION;
import static io.cardflow.domain.CardState.ORDERED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.Event.CardOverdue;
import io.cardflow.domain.Timer.DwellExceeded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stay beyond its dwell limit is announced once. */
class DwellTest {

  private static final Duration LIMIT = Duration.ofDays(5);
  private static final Instant SINCE = SampleCards.in(ORDERED).since();

  @ParameterizedTest
  @EnumSource(names = {"PROCESSING", "ORDERED", "IN_PRODUCTION", "PRODUCED", "EXPIRED"})
  void aStayIsOverdueAtTheMomentItsLimitIsReached(CardState state) {
    Given given = Given.card(state).at(SINCE.plus(LIMIT));

    Decision decision = given.when(new DwellExceeded(state, SINCE, LIMIT));

    CardOverdue event = new CardOverdue(SampleCards.ID, 8, SINCE.plus(LIMIT), state, SINCE, LIMIT);
    assertEquals(List.of(event), Then.applied(decision).events());
    assertTrue(Then.applied(decision).card().overdue());
    assertEquals(SINCE, Then.applied(decision).card().since());
  }

  @Test
  void aStayBelowTheLimitIsNotOverdue() {
    Given given = Given.card(ORDERED).at(SINCE.plus(LIMIT).minusMillis(1));

    Decision decision = given.when(new DwellExceeded(ORDERED, SINCE, LIMIT));

    Then.rejected(RejectionCode.STALE_TIMER, decision);
  }

  @Test
  void aTimerOfAnotherStayInTheSameStateIsStale() {
    Given given = Given.card(EXPIRED);

    Decision decision = given.when(new DwellExceeded(EXPIRED, SINCE.minusMillis(1), LIMIT));

    Then.rejected(RejectionCode.STALE_TIMER, decision);
  }

  @Test
  void aStayIsAnnouncedOnceWhateverTheLimit() {
    TestFold fold = Given.card(ORDERED).fold();
    fold.apply(Messages.message("m-1", new DwellExceeded(ORDERED, SINCE, LIMIT)));

    Decision decision =
        fold.apply(Messages.message("m-2", new DwellExceeded(ORDERED, SINCE, LIMIT.plusDays(1))));

    Then.rejected(RejectionCode.STALE_TIMER, decision);
  }

  @Test
  void theNextStayMayBecomeOverdueAgain() {
    TestFold fold = Given.card(ORDERED).fold();
    fold.apply(Messages.message("m-1", new DwellExceeded(ORDERED, SINCE, LIMIT)));

    Decision decision = fold.apply(Messages.message("m-2", Messages.started()));

    assertEquals(IN_PRODUCTION, Then.change(decision).to());
    assertFalse(Then.applied(decision).card().overdue());
  }
}
