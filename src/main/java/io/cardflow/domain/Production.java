package io.cardflow.domain;

import io.cardflow.domain.ProducerStatus.Readout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The facts that the bureau has reported about producing and shipping a card. Known facts never
 * change: later messages only add missing ones, such as readouts of other types and further
 * tracking numbers. The total length of the texts is limited because a unit of work loads a
 * thousand cards with all their facts. A fact that would exceed the limit is dropped and counted by
 * {@link #leftOut}.
 *
 * @param readouts values read from the chip; empty if none
 * @param trackingNumbers in the order of arrival; empty if none
 * @param activatedAt when its holder activated the card at the bureau
 */
public record Production(
    Instant startedAt,
    Instant producedAt,
    List<Readout> readouts,
    Instant shippedAt,
    String shipmentId,
    String carrier,
    List<String> trackingNumbers,
    Instant activatedAt) {

  /**
   * The maximum number of readouts, and of tracking numbers; more than that is an error at the
   * bureau.
   */
  public static final int MOST = 100;

  /** The maximum total length of one card's facts, in UTF-16 units. */
  public static final int MAX_CHARACTERS = 8 * 1024;

  /** The maximum total length of the readouts; the rest is reserved for the shipment. */
  public static final int MAX_READOUT_CHARACTERS = 6 * 1024;

  /** No facts. */
  public static final Production NONE =
      new Production(null, null, List.of(), null, null, null, List.of(), null);

  /** Returns whether a status adds a fact to these. */
  public boolean isNews(ProducerStatus status) {
    return !merge(status).equals(this);
  }

  /** Returns these facts plus those that a status adds; the same object if it adds none. */
  Production with(ProducerStatus status) {
    Production merged = merge(status);
    return merged.equals(this) ? this : merged;
  }

  /** Returns the facts of these that the others, which are a part of these, do not have. */
  Production without(Production known) {
    return new Production(
        known.startedAt == null ? startedAt : null,
        known.producedAt == null ? producedAt : null,
        readouts.subList(known.readouts.size(), readouts.size()),
        known.shippedAt == null ? shippedAt : null,
        known.shipmentId == null ? shipmentId : null,
        known.carrier == null ? carrier : null,
        trackingNumbers.subList(known.trackingNumbers.size(), trackingNumbers.size()),
        known.activatedAt == null ? activatedAt : null);
  }

  /** Returns how many new facts of a status exceed the limit and are dropped. */
  int leftOut(ProducerStatus status) {
    if (status instanceof ProducerStatus.CardProduced produced) {
      List<Readout> reported = unknown(produced.readouts());
      return reported.size() - (added(reported).size() - readouts.size());
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
          trackingNumbers,
          activatedAt);
    }
    if (status instanceof ProducerStatus.CardProduced produced) {
      return new Production(
          startedAt,
          first(producedAt, produced.producedAt()),
          added(unknown(produced.readouts())),
          shippedAt,
          shipmentId,
          carrier,
          trackingNumbers,
          activatedAt);
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
          added(fitting(shipped.trackingNumber(), free)),
          first(activatedAt, shipped.activatedAt()));
    }
    return this;
  }

  /** The first message with a readout type wins; one message may have several of a type. */
  private List<Readout> unknown(List<Readout> reported) {
    Set<String> known = readouts.stream().map(Readout::type).collect(Collectors.toSet());
    return reported.stream().filter(readout -> !known.contains(readout.type())).toList();
  }

  private List<Readout> added(List<Readout> reported) {
    int free = Math.min(MAX_READOUT_CHARACTERS - inReadouts(), MAX_CHARACTERS - characters());
    List<Readout> all = new ArrayList<>(readouts);
    for (Readout each : reported) {
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

  private static String fitting(String reported, int free) {
    return length(reported) <= free ? reported : null;
  }

  private static <T> T first(T known, T reported) {
    return known != null ? known : reported;
  }
}
