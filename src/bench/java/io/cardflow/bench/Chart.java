package io.cardflow.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Draws figures as SVG, for light and dark backgrounds. */
final class Chart {

  /** One figure with its spread. */
  record Bar(String label, Spread value) {}

  /** The 50th, 99th and 99.9th percentile. */
  record Span(String label, double p50, double p99, double p999) {}

  /** A group of figures. */
  record Group(String label, List<Span> spans) {}

  private static final int LABELS = 270;
  private static final int PLOT = 400;
  private static final int WIDTH = LABELS + PLOT + 150;
  private static final int ROW = 30;
  private static final int TOP = 50;

  private static final String HEAD =
      """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
      <title>%3$s</title>
      <style>
        text { font: 13px system-ui, sans-serif; fill: #424a53 }
        .title { font-weight: 600; font-size: 15px }
        .bar { fill: #8c959f } .own { fill: #2f81f7 }
        .tick { stroke: #24292f; stroke-width: 1.5 } .line { stroke: #8c959f; stroke-opacity: .35 }
        @media (prefers-color-scheme: dark) {
          text { fill: #c9d1d9 } .tick { stroke: #f0f6fc }
        }
      </style>
      <text class="title" x="12" y="26">%3$s</text>
      """;

  private final StringBuilder body = new StringBuilder();
  private int y = TOP;

  private Chart() {}

  /** Horizontal bars from zero, with the minimum and maximum of the rounds as ticks. */
  static void bars(String name, String title, List<Bar> bars) {
    Chart chart = new Chart();
    double most = bars.stream().mapToDouble(bar -> bar.value().most()).max().orElse(1);
    for (Bar bar : bars) {
      double scale = PLOT / most;
      Spread value = bar.value();
      chart.bar(bar.label(), LABELS, value.median() * scale);
      chart.whisker(LABELS + value.least() * scale, LABELS + value.most() * scale);
      chart.text(
          LABELS + value.most() * scale + 10,
          value.median() < 100
              ? "%.2f".formatted(value.median())
              : "%,.0f".formatted(value.median()));
      chart.y += ROW;
    }
    chart.write(name, title);
  }

  /** Grouped bars to the p99 on a logarithmic axis, with the p50 and the p99.9 as ticks. */
  static void spans(String name, String title, List<Group> groups) {
    List<Span> all = groups.stream().flatMap(group -> group.spans().stream()).toList();
    if (all.isEmpty()) {
      return;
    }
    double low = Math.floor(Math.log10(all.stream().mapToDouble(Span::p50).min().orElse(1)));
    double high = Math.ceil(Math.log10(all.stream().mapToDouble(Span::p999).max().orElse(1)));
    Chart chart = new Chart();
    for (Group group : groups) {
      chart.body.append(
          "<text x=\"12\" y=\"%d\" font-style=\"italic\">%s</text>\n"
              .formatted(chart.y + 14, group.label()));
      chart.y += ROW - 6;
      for (Span span : group.spans()) {
        chart.bar(span.label(), LABELS, place(span.p99(), low, high) - LABELS);
        chart.whisker(place(span.p50(), low, high), place(span.p999(), low, high));
        chart.text(
            place(span.p999(), low, high) + 10,
            "%.0f / %.0f / %.0f".formatted(span.p50(), span.p99(), span.p999()));
        chart.y += ROW;
      }
      chart.y += 8;
    }
    for (double power = low; power <= high; power++) {
      double x = place(Math.pow(10, power), low, high);
      chart.body.append(
          "<line class=\"line\" x1=\"%1$.0f\" x2=\"%1$.0f\" y1=\"%2$d\" y2=\"%3$d\"/>\n"
              .formatted(x, TOP, chart.y));
      chart.body.append(
          "<text x=\"%.0f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n"
              .formatted(
                  x,
                  chart.y + 16,
                  power < 0 ? Math.pow(10, power) : "%.0f".formatted(Math.pow(10, power))));
    }
    chart.y += 24;
    chart.write(name, title);
  }

  private static double place(double value, double low, double high) {
    return LABELS + PLOT * (Math.log10(value) - low) / (high - low);
  }

  private void bar(String label, double x, double width) {
    body.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n"
            .formatted(LABELS - 10, y + 15, label));
    body.append(
        "<rect class=\"bar%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"20\" rx=\"2\"/>\n"
            .formatted(label.startsWith("Cardflow") ? " own" : "", x, y, Math.max(1, width)));
  }

  private void whisker(double from, double to) {
    body.append(
        "<path class=\"tick\" d=\"M%1$.1f %3$d v10 M%2$.1f %3$d v10 M%1$.1f %4$d H%2$.1f\"/>\n"
            .formatted(from, to, y + 5, y + 10));
  }

  private void text(double x, String text) {
    body.append("<text x=\"%.1f\" y=\"%d\">%s</text>\n".formatted(x, y + 15, text));
  }

  private void write(String name, String title) {
    String svg = HEAD.formatted(WIDTH, y + 12, title) + body + "</svg>\n";
    try {
      Files.writeString(Path.of("target", "bench", name + ".svg"), svg);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
