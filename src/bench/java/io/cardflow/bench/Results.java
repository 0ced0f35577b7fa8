package io.cardflow.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The results of all rounds, by title, in the order in which the titles first occurred. */
final class Results {

  private final Map<String, List<Result>> byTitle = new LinkedHashMap<>();

  /** Fixes the order of the titles. */
  Results(List<String> titles) {
    titles.forEach(title -> byTitle.put(title, new ArrayList<>()));
  }

  void add(Result result) {
    byTitle.get(result.title()).add(result);
  }

  Set<String> titles() {
    return new LinkedHashSet<>(byTitle.keySet());
  }

  Spread rate(String title) {
    return of(title, Result::rate);
  }

  Spread of(String title, ToDoubleFunction<Result> value) {
    return Spread.of(byTitle.get(title).stream().map(value::applyAsDouble).toList());
  }

  /** Processor seconds of contestant, broker and database for 100,000 messages. */
  Spread cpu(String title) {
    return of(title, each -> each.cpu().total());
  }

  /** Processor seconds (together, then each) and memory, as cells of a table. */
  String cost(String title) {
    return "%.1f | %.1f | %.1f | %.1f | %.0f"
        .formatted(
            cpu(title).median(),
            of(title, each -> each.cpu().worker()).median(),
            of(title, each -> each.cpu().broker()).median(),
            of(title, each -> each.cpu().database()).median(),
            of(title, each -> each.peakMiB()).median());
  }
}
