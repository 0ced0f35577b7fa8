package io.cardflow.bench;

import java.util.List;
import java.util.Map;

/**
 * How a contestant takes part in a run.
 *
 * @param title what it is called in the report
 * @param heap how large its heap is from the start, as {@code -Xmx} takes it
 * @param settings what is set besides topics and servers, by name
 * @param options for its Java
 */
record Entry(
    Contestant contestant,
    String title,
    String heap,
    Map<String, String> settings,
    List<String> options) {

  static final String HEAP = "1g";

  /** As it comes, with 1 GiB of heap. */
  static Entry of(Contestant contestant) {
    return new Entry(contestant, contestant.title(), HEAP, Map.of(), List.of());
  }

  Entry titled(String other) {
    return new Entry(contestant, other, heap, settings, options);
  }

  Entry heap(String most) {
    return new Entry(contestant, title, most, settings, options);
  }

  Entry setting(String name, String value) {
    return new Entry(contestant, title, heap, Map.of(name, value), options);
  }

  Entry option(String option) {
    return new Entry(contestant, title, heap, settings, List.of(option));
  }
}
