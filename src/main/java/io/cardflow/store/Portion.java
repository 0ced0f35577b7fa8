package io.cardflow.store;

import java.util.List;
import java.util.function.Function;

/**
 * A portion of a list.
 *
 * @param next the sort keys of the last row that was read, after which the next portion begins;
 *     null at the end of the list
 */
public record Portion<T>(List<T> items, List<String> next) {

  /**
   * A portion of rows that all belong to the list.
   *
   * @param read at most one row more than the portion has, which shows whether the list goes on
   * @param most the maximum number of items
   */
  static <T> Portion<T> of(List<T> read, int most, Function<T, List<String>> keys) {
    if (read.size() <= most) {
      return new Portion<>(read, null);
    }
    List<T> items = List.copyOf(read.subList(0, most));
    return new Portion<>(items, keys.apply(items.get(most - 1)));
  }

  /** The same portion of other items. */
  public <R> Portion<R> map(Function<T, R> item) {
    return new Portion<>(items.stream().map(item).toList(), next);
  }
}
