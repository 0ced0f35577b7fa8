package io.cardflow.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.domain.Lifecycle.Edge;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

/** Guarantees for every sequence of messages. */
class FoldPropertiesTest {

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  @StatisticsReport(StatisticsReportMode.OFF)
  void everyDecisionKeepsTheGuarantees(
      @ForAll("policies") Policy policy, @ForAll("scenarios") List<Step> steps) {
    CardLedger ledger = new CardLedger(policy);

    Replay replay = Replay.whole(policy, steps);

    replay.decided().forEach(ledger::enter);
    ledger.close();
    assertEquals(ledger.cards(), replay.cards());
    everyTriggerOfEveryEdgeIsReached(ledger);
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void batchesMakeNoDifference(
      @ForAll("policies") Policy policy,
      @ForAll("scenarios") List<Step> steps,
      @ForAll("cuts") Set<Integer> cuts) {
    Replay whole = Replay.whole(policy, steps);

    Replay cut = Replay.cut(policy, steps, cuts);

    assertEquals(whole.decided(), cut.decided());
    assertEquals(whole.cards(), cut.cards());
  }

  @Provide
  Arbitrary<Policy> policies() {
    return FoldScenarios.policies();
  }

  @Provide
  Arbitrary<List<Step>> scenarios() {
    return FoldScenarios.scenarios();
  }

  @Provide
  Arbitrary<Set<Integer>> cuts() {
    return Arbitraries.integers().between(0, 70).set().ofMaxSize(70);
  }

  private static void everyTriggerOfEveryEdgeIsReached(CardLedger ledger) {
    ledger.taken().forEach(Statistics::collect);
    Statistics.coverage(
        coverage -> {
          for (Edge edge : Lifecycle.edges()) {
            Stream.concat(edge.causes().stream(), edge.implies().stream())
                .map(trigger -> new CardLedger.Taken(edge.number(), trigger))
                .forEach(taken -> coverage.check(taken).count(times -> times > 0));
          }
        });
  }
}
