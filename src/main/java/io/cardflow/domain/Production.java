package io.cardflow.domain;

import io.cardflow.domain.ProducerStatus.Readout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the bureau has told about making and shipping a card. A fact that is known stays: later
 * messages only add what was missing: read-outs of other types, and further tracking numbers.
 *
 * @param readouts what was read from the chip; empty if not told
 * @param trackingNumbers in the order in which they became known; empty if none
 */
public record Production(
    Instant startedAt,
    Instant producedAt,
    List<Readout> readouts,
    Instant shippedAt,
    String shipmentId,
    String carrier,
    List<String> trackingNumbers) {

  /** How many read-outs and how many tracking numbers are kept; more are no facts but a fault. */
  static final int MOST = 100;

  /** Nothing is known yet. */
  public static final Production NONE =
      new Production(null, null, List.of(), null, null, null, List.of());

  /** Whether a status tells a fact that is not among these. */
  public boolean isNews(ProducerStatus status) {
    return with(status) != this;
  }

  /** These facts with what a status adds to them; the same object if it adds nothing. */
  Production with(ProducerStatus status) {
    Production merged = merge(status);
    return merged.equals(this) ? this : merged;
  }

  private Production merge(ProducerStatus status) {
    if (status instanceof ProducerStatus.ProductionStarted started) {
      return new Production(
          first(startedAt, started.startedAt()),
          producedAt,
          readouts,
          shippedAt,
          shipmentId,
          carrier,
          trackingNumbers);
    }
    if (status instanceof ProducerStatus.CardProduced produced) {
      return new Production(
          startedAt,
          first(producedAt, produced.producedAt()),
          added(readouts, produced.readouts()),
          shippedAt,
          shipmentId,
          carrier,
          trackingNumbers);
    }
    if (status instanceof ProducerStatus.CardShipped shipped) {
      return new Production(
          startedAt,
          producedAt,
          readouts,
          first(shippedAt, shipped.shippedAt()),
          first(shipmentId, shipped.shipmentId()),
          first(carrier, shipped.carrier()),
          added(trackingNumbers, shipped.trackingNumber()));
    }
    return this;
  }

  /** Of each type that is known, what was told first; a message may tell several of one type. */
  private static List<Readout> added(List<Readout> readouts, List<Readout> told) {
    Set<String> known = readouts.stream().map(Readout::type).collect(Collectors.toSet());
    return Stream.concat(
            readouts.stream(), told.stream().filter(readout -> !known.contains(readout.type())))
        .limit(MOST)
        .toList();
  }

  private static List<String> added(List<String> numbers, String number) {
    if (number == null || numbers.contains(number) || numbers.size() == MOST) {
      return numbers;
    }
    List<String> more = new ArrayList<>(numbers);
    more.add(number);
    return List.copyOf(more);
  }

  private static <T> T first(T known, T told) {
    return known != null ? known : told;
  }
}
