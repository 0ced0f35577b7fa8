package io.cardflow.local.demo;

import static io.cardflow.domain.Outcome.APPLIED;
import static io.cardflow.domain.Outcome.REJECTED;
import static io.cardflow.domain.Outcome.STALE;

import io.cardflow.domain.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The lives of all cards of a demonstration. It is the same each time, so it is known beforehand
 * how every record must end.
 */
final class Scenario {

  private static final int KINDS = 20;

  private final List<List<Step>> waves = new ArrayList<>();
  private final Map<Outcome, Integer> expected = new EnumMap<>(Outcome.class);

  /**
   * @param run sets the cards of one run apart from those of another
   * @param cards how many cards, 1 or more
   */
  Scenario(String run, int cards) {
    for (int card = 0; card < cards; card++) {
      Life life = new Life("T-%s-%06d".formatted(run, card));
      live(life, card % KINDS, "user-%s-%d".formatted(run, card), holderOfKind12(run, card));
      add(life);
    }
  }

  /** What is sent together, one after the other. */
  List<List<Step>> waves() {
    return waves;
  }

  /** How many records must end in this way. */
  int expected(Outcome outcome) {
    return expected.getOrDefault(outcome, 0);
  }

  private void add(Life life) {
    for (int wave = 0; wave < life.waves().size(); wave++) {
      if (waves.size() == wave) {
        waves.add(new ArrayList<>());
      }
      waves.get(wave).addAll(life.waves().get(wave));
    }
    life.waves().stream()
        .flatMap(List::stream)
        .forEach(step -> expected.merge(step.expected(), 1, Integer::sum));
  }

  /**
   * @param holder has no card yet
   * @param other has one
   */
  private static void live(Life life, int kind, String holder, String other) {
    switch (kind) {
      case 0 -> life.wave().request("false").twice();
      case 1 -> life.wave().request("true").structured().wave().withdrawn(REJECTED);
      case 2 -> life.wave().request(null).wave().aborted(APPLIED).twice().wave().aborted(REJECTED);
      case 3 -> life.wave().request("false").wave().refused().wave().aborted(REJECTED);
      case 4 -> ordered(life).noCloudEvent();
      case 5 -> ordered(life).started(APPLIED).started(STALE);
      case 6 -> ordered(life).started(APPLIED).productionFailed().ofUnknownCard();
      case 7 ->
          ordered(life)
              .produced(APPLIED)
              .shipped(APPLIED)
              .twice()
              .wave()
              .assigned(holder, REJECTED);
      case 8 -> ordered(life).shipped(APPLIED).produced(STALE).wave().locked(REJECTED);
      case 9 -> ordered(life).shippedUnderAnotherOrder().started(APPLIED).shipped(APPLIED);
      case 10 -> pooled(life);
      case 11 -> pooled(life).twice().wave().brokenJson();
      case 12 -> pooled(life).assigned(holder, APPLIED).assigned(holder, REJECTED);
      case 13 -> pooled(life).assigned(holder, APPLIED).extended().expired(REJECTED);
      case 14 -> pooled(life).assigned(holder, APPLIED).withdrawn(APPLIED).ofUnknownType();
      case 15 -> pooled(life).assigned(holder, APPLIED).locked(APPLIED).locked(REJECTED);
      case 16 -> pooled(life).assignedForAMoment(holder).wave().expired(APPLIED);
      case 17 -> pooled(life).assignedForAMoment(holder).wave().expired(APPLIED).withdrawn(APPLIED);
      case 18 -> pooled(life).wrongKey().locked(APPLIED);
      default ->
          pooled(life).tooLarge().wave().assigned(other, REJECTED).wave().assigned(holder, APPLIED);
    }
  }

  private static String holderOfKind12(String run, int card) {
    return "user-%s-%d".formatted(run, card - card % KINDS + 12);
  }

  private static Life ordered(Life life) {
    return life.wave().request(null).wave().accepted();
  }

  private static Life pooled(Life life) {
    return ordered(life).started(APPLIED).produced(STALE).shipped(APPLIED).wave().initialized();
  }
}
