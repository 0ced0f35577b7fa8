package io.cardflow.bench;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The cost of parsing, deciding and encoding a message, with JMH. */
final class Decisions implements Part {

  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private final int iterations = BenchSettings.number("decisions.iterations", 5);

  @Override
  public Section run(Platform platform) {
    StringBuilder text =
        new StringBuilder("| | of | µs each | error | bytes made |\n|---|---|---|---|---|\n");
    for (RunResult each : measure()) {
      Result<?> time = each.getPrimaryResult();
      Result<?> bytes = each.getSecondaryResults().get(ALLOCATED);
      String name = each.getParams().getBenchmark();
      text.append(
          "| %s | %s | %.2f | ± %.2f | %s |\n"
              .formatted(
                  name.substring(name.lastIndexOf('.') + 1),
                  CardLife.name(Integer.parseInt(each.getParams().getParam("step"))),
                  time.getScore(),
                  time.getScoreError(),
                  bytes == null ? "" : "%,.0f".formatted(bytes.getScore())));
    }
    BenchLog.log("decisions  done");
    return new Section("Decisions", text.toString(), List.of());
  }

  private Collection<RunResult> measure() {
    try {
      return new Runner(
              new OptionsBuilder()
                  .include(MessageBenchmark.class.getName())
                  .forks(Math.min(2, BenchSettings.rounds()))
                  .warmupIterations(iterations)
                  .warmupTime(TimeValue.seconds(1))
                  .measurementIterations(iterations)
                  .measurementTime(TimeValue.seconds(1))
                  .addProfiler(GCProfiler.class)
                  .verbosity(VerboseMode.SILENT)
                  .build())
          .run();
    } catch (RunnerException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
