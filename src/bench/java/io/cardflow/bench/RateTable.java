package io.cardflow.bench;

/** The rates, spread and cost of contestants that are not compared with each other. */
final class RateTable {

  private RateTable() {}

  /** Returns the table as Markdown, and draws the chart of the rates. */
  static String of(String head, Results results, String chart, String chartTitle) {
    StringBuilder text =
        new StringBuilder(
            ("| %s | messages/s, median | least to most | CPU s per 100,000: together | itself |"
                    + " broker | database | peak MiB |\n|---|---|---|---|---|---|---|---|\n")
                .formatted(head));
    for (String title : results.titles()) {
      Spread rate = results.rate(title);
      text.append(
          "| %s | %.0f | %s | %s |\n"
              .formatted(title, rate.median(), rate.range(), results.cost(title)));
    }
    Chart.bars(
        chart,
        chartTitle,
        results.titles().stream().map(title -> new Chart.Bar(title, results.rate(title))).toList());
    return text.toString();
  }
}
