package io.cardflow.local.demo;

import java.io.Console;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Prints the progress. On a terminal, a table is redrawn in place, below any lines logged since;
 * without a terminal, a plain line is printed periodically.
 */
final class Screen implements AutoCloseable {

  private static final long LINE_EVERY = 5_000_000_000L;

  private static final String UP = "\u001b[%dA";
  private static final String CLEAR_LINE = "\u001b[2K";

  /** A wrapped line would take more rows than the cursor moves up, so long lines are cut off. */
  private static final String WRAP_OFF = "\u001b[?7l";

  private static final String WRAP_ON = "\u001b[?7h";

  private final boolean terminal = isTerminal();
  private final Handler log = new LogListener();
  private int drawn;
  private long last = System.nanoTime();

  @SuppressWarnings("SystemConsoleNull") // From Java 22 on, the console itself is asked.
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null || System.getenv("TERM") == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException beforeJava22) {
      return true;
    } catch (ReflectiveOperationException failed) {
      return false;
    }
  }

  /** Starts listening to the log. */
  Screen open() {
    Logger.getLogger("").addHandler(log);
    return this;
  }

  /** Draws the table, or prints the line if there is no terminal. */
  synchronized void draw(List<String> table, String line) {
    if (terminal) {
      StringBuilder text = new StringBuilder(WRAP_OFF);
      if (drawn > 0) {
        text.append(UP.formatted(drawn));
      }
      table.forEach(each -> text.append(CLEAR_LINE).append(each).append('\n'));
      System.out.print(text.append(WRAP_ON));
      System.out.flush();
      drawn = table.size();
    } else if (System.nanoTime() - last > LINE_EVERY) {
      System.out.println(line);
      last = System.nanoTime();
    }
  }

  /** Draws the last table, with or without a terminal. */
  synchronized void drawLast(List<String> table) {
    if (terminal) {
      draw(table, "");
    } else {
      table.forEach(System.out::println);
    }
  }

  /** Prints a permanent line; the next table begins below it. */
  synchronized void print(String line) {
    System.out.println(line);
    drawn = 0;
  }

  @Override
  public void close() {
    Logger.getLogger("").removeHandler(log);
  }

  private synchronized void logged() {
    drawn = 0;
  }

  /** Follows the console's handler, so that a table is never drawn over a line of the log. */
  private final class LogListener extends Handler {

    @Override
    public void publish(LogRecord logRecord) {
      logged();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
