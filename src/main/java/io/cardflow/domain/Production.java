package io.cardflow.domain;

import io.cardflow.domain.ProducerStatus.Readout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the bureau has told about making and shipping a card. A fact that is known stays: later
 * messages only add what was missing: read-outs of other types, and further tracking numbers. The
 * texts have a limit in sum, because a unit of work loads a thousand cards with all their facts. A
 * fact that would exceed it is left out, and {@link #leftOut} counts it.
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
  public static final int MOST = 100;

  /** Characters (UTF-16 units) of all texts of one card's facts together. */
  public static final int MAX_CHARACTERS = 8 * 1024;

  /** Characters of the read-outs among them; the rest stays free for the shipment. */
  public static final int MAX_READOUT_CHARACTERS = 6 * 1024;

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

  /** How many facts of a status are neither known nor kept, because they exceed the limit. */
  int leftOut(ProducerStatus status) {
    if (status instanceof ProducerStatus.CardProduced produced) {
      List<Readout> told = unknown(produced.readouts());
      return told.size() - (added(told).size() - readouts.size());
    }
    if (status instanceof ProducerStatus.CardShipped shipped) {
      Production merged = merge(status);
      int leftOut = shipped.shipmentId() != null && merged.shipmentId == null ? 1 : 0;
      leftOut += shipped.carrier() != null && merged.carrier == null ? 1 : 0;
      String number = shipped.trackingNumber();
      return number == null || merged.trackingNumbers.contains(number) ? leftOut : leftOut + 1;
    }
    return 0;
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
          added(unknown(produced.readouts())),
          shippedAt,
          shipmentId,
          carrier,
          trackingNumbers);
    }
    if (status instanceof ProducerStatus.CardShipped shipped) {
      int free = MAX_CHARACTERS - characters();
      String shipment = shipmentId != null ? shipmentId : fitting(shipped.shipmentId(), free);
      free -= shipmentId == null ? length(shipment) : 0;
      String by = carrier != null ? carrier : fitting(shipped.carrier(), free);
      free -= carrier == null ? length(by) : 0;
      return new Production(
          startedAt,
          producedAt,
          readouts,
          first(shippedAt, shipped.shippedAt()),
          shipment,
          by,
          added(fitting(shipped.trackingNumber(), free)));
    }
    return this;
  }

  /** Of each known type the first read-out stays; one message may have several of a type. */
  private List<Readout> unknown(List<Readout> told) {
    Set<String> known = readouts.stream().map(Readout::type).collect(Collectors.toSet());
    return told.stream().filter(readout -> !known.contains(readout.type())).toList();
  }

  private List<Readout> added(List<Readout> told) {
    int free = Math.min(MAX_READOUT_CHARACTERS - inReadouts(), MAX_CHARACTERS - characters());
    List<Readout> all = new ArrayList<>(readouts);
    for (Readout each : told) {
      if (all.size() < MOST && length(each) <= free) {
        all.add(each);
        free -= length(each);
      }
    }
    return List.copyOf(all);
  }

  private List<String> added(String number) {
    if (number == null || trackingNumbers.contains(number) || trackingNumbers.size() >= MOST) {
      return trackingNumbers;
    }
    List<String> more = new ArrayList<>(trackingNumbers);
    more.add(number);
    return List.copyOf(more);
  }

  private int characters() {
    int sum = inReadouts() + length(shipmentId) + length(carrier);
    for (String number : trackingNumbers) {
      sum += number.length();
    }
    return sum;
  }

  private int inReadouts() {
    int sum = 0;
    for (Readout readout : readouts) {
      sum += length(readout);
    }
    return sum;
  }

  private static int length(Readout readout) {
    return readout.type().length() + readout.value().length();
  }

  private static int length(String text) {
    return text == null ? 0 : text.length();
  }

  private static String fitting(String told, int free) {
    return length(told) <= free ? told : null;
  }

  private static <T> T first(T known, T told) {
    return known != null ? known : told;
  }
}
