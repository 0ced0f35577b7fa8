package io.cardflow.wire;

import java.time.LocalDate;

/**
 * A place that may still hold copies of erased data.
 *
 * @param place a topic, or a description
 * @param until the last day, UTC; null if it is not known
 */
public record RemainingCopy(String place, LocalDate until) {}
