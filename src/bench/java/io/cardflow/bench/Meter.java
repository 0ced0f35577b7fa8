package io.cardflow.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Reads figures of processes from Linux. */
final class Meter {

  /** Clock ticks per second, the same on every Linux system. */
  private static final double TICKS = 100;

  private Meter() {}

  /** The processor time of a process and its running and terminated children, in seconds. */
  static double cpuSeconds(ProcessHandle process) {
    double own = ticks(process.pid(), true);
    try (Stream<ProcessHandle> children = process.descendants()) {
      return (own + children.mapToDouble(child -> ticks(child.pid(), false)).sum()) / TICKS;
    }
  }

  /** The peak memory of a process, in MiB. */
  static long peakMiB(ProcessHandle process) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static double ticks(long pid, boolean endedChildren) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      double ticks = Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
      return endedChildren
          ? ticks + Double.parseDouble(fields[13]) + Double.parseDouble(fields[14])
          : ticks;
    } catch (IOException ended) {
      return 0;
    }
  }
}
