package io.cardflow.local.demo;

import java.util.List;

/** Draws a table over the one before where the output is a terminal, else now and then below it. */
final class Screen {

  private static final long EVERY = 2_000_000_000L;

  private final boolean terminal = System.console() != null && System.getenv("TERM") != null;
  private int drawn;
  private long last;

  void draw(List<String> lines) {
    if (terminal) {
      if (drawn > 0) {
        System.out.print("\u001b[" + drawn + "A");
      }
      lines.forEach(line -> System.out.print("\u001b[2K" + line + "\n"));
      System.out.flush();
      drawn = lines.size();
    } else if (System.nanoTime() - last > EVERY) {
      lines.forEach(System.out::println);
      System.out.println();
      last = System.nanoTime();
    }
  }

  /** Draws a table that must be seen. */
  void drawNow(List<String> lines) {
    last = System.nanoTime() - 2 * EVERY;
    draw(lines);
  }

  /** Adds a line that stays; the next table begins below it. */
  void say(String line) {
    System.out.println(line);
    drawn = 0;
  }
}
