package io.cardflow.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/** The samples of a recorded process. */
final class Samples {

  private static final int SHOWN = 15;
  private static final String OWN = "io.cardflow.";

  private final Map<String, Integer> threads = new HashMap<>();
  private final Map<String, Integer> packages = new HashMap<>();
  private final Map<String, Integer> own = new HashMap<>();
  private final Map<String, Integer> frames = new HashMap<>();
  private double pauses;
  private int all;

  private Samples() {}

  /** Reads the samples after a moment. */
  static Samples of(Path recording, Instant from) {
    Samples samples = new Samples();
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        if (event.getStartTime().isBefore(from)) {
          continue;
        }
        switch (event.getEventType().getName()) {
          case "jdk.ExecutionSample" -> samples.add(event);
          case "jdk.GCPhasePause" -> samples.pauses += event.getDuration().toNanos() / 1e9;
          default -> {
            // No timing data.
          }
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return samples;
  }

  String tables() {
    return "%,d samples of Java code; pauses of the collector %.1f s in all.\n\n"
            .formatted(all, pauses)
        + table("thread", threads)
        + table("package of the code that ran", packages)
        + table("the worker's own method that it ran for", own)
        + table("method that ran", frames);
  }

  private void add(RecordedEvent event) {
    if (event.getStackTrace() == null || event.getStackTrace().getFrames().isEmpty()) {
      return;
    }
    all++;
    List<RecordedFrame> stack = event.getStackTrace().getFrames();
    RecordedMethod top = stack.get(0).getMethod();
    String thread = event.getThread("sampledThread").getJavaName();
    threads.merge(String.valueOf(thread).replaceAll(" ?\\|.*|-?\\d+$", ""), 1, Integer::sum);
    packages.merge(area(top.getType().getName()), 1, Integer::sum);
    frames.merge(name(top), 1, Integer::sum);
    String method =
        stack.stream()
            .map(RecordedFrame::getMethod)
            .filter(each -> each.getType().getName().startsWith(OWN))
            .findFirst()
            .map(Samples::name)
            .orElse("none");
    own.merge(method, 1, Integer::sum);
  }

  /** The first three parts of a class's name, which identify its library. */
  private static String area(String type) {
    String[] parts = type.split("\\.");
    return Arrays.stream(parts)
        .limit(Math.min(3, parts.length - 1))
        .collect(Collectors.joining("."));
  }

  private static String name(RecordedMethod method) {
    String type = method.getType().getName();
    return type.substring(type.lastIndexOf('.') + 1) + "." + method.getName();
  }

  private String table(String head, Map<String, Integer> counts) {
    String lines =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(SHOWN)
            .map(
                each ->
                    "| `%s` | %.1f %% |\n".formatted(each.getKey(), 100.0 * each.getValue() / all))
            .collect(Collectors.joining());
    return "| %s | samples |\n|---|---|\n%s\n".formatted(head, lines);
  }
}
