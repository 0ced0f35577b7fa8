package io.cardflow.local.gocards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiceTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aFaultHitsItsShareOfEveryRunOfCases(long seed) {
    Dice dice = new Dice(seed);
    dice.load(Faults.NONE.with(BureauFault.ANSWER_SLOW, 0.05));
    for (int run = 0; run < 50; run++) {
      long hits = hits(dice, 40);
      assertTrue(hits >= 1 && hits <= 3, "hits of 2 expected: " + hits);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1})
  void noneAndAllAreNoMatterOfChance(double share) {
    Dice dice = new Dice(7);
    dice.load(Faults.NONE.with(BureauFault.ANSWER_SLOW, share));
    assertEquals(Math.round(1_000 * share), hits(dice, 1_000));
  }

  private static long hits(Dice dice, int cases) {
    return IntStream.range(0, cases).filter(each -> dice.hits(BureauFault.ANSWER_SLOW)).count();
  }
}
