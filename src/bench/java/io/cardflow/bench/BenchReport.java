package io.cardflow.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The report in Markdown: the machine, the goals and a table for each part; updated after each
 * part.
 */
final class BenchReport {

  private final String machine;
  private final List<Section> sections = new ArrayList<>();

  BenchReport(String machine) {
    this.machine = machine;
  }

  void add(Section section) {
    sections.add(section);
    try {
      Files.writeString(Path.of("target", "bench", "bench.md"), text());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  String text() {
    StringBuilder text = new StringBuilder(machine);
    List<Goal> goals = sections.stream().flatMap(section -> section.goals().stream()).toList();
    if (!goals.isEmpty()) {
      text.append("\n## Goals\n\n| | goal | measured | met |\n|---|---|---|---|\n");
      goals.forEach(goal -> text.append(goal.line()));
    }
    for (Section each : sections) {
      text.append("\n## ").append(each.title()).append("\n\n").append(each.text());
    }
    return text.toString();
  }
}
