package io.cardflow.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.ProducerStatus.CardProduced;
import io.cardflow.domain.ProducerStatus.CardShipped;
import io.cardflow.domain.ProducerStatus.ProductionStarted;
import io.cardflow.domain.ProducerStatus.Readout;
import java.util.Arrays;
import java.util.List;

/** Assertions about the facts of a card. */
final class Facts {

  private Facts() {}

  /** Facts that are already known are kept. */
  static void kept(Card before, Card after) {
    List<Object> known = single(before);
    List<Object> now = single(after);
    for (int place = 0; place < known.size(); place++) {
      if (known.get(place) != null) {
        assertEquals(known.get(place), now.get(place));
      }
    }
    beginning(before.production().trackingNumbers(), after.production().trackingNumbers());
    beginning(before.production().readouts(), after.production().readouts());
  }

  /** Only the facts of the new piece of plastic are known; those of the same one are kept. */
  static void replaced(Card before, Card after, Command.ReplaceProduction given) {
    assertEquals(given.producerCardId(), after.order().producerCardId());
    assertEquals(before.order().orderId(), after.order().orderId());
    assertEquals(before.order().batchId(), after.order().batchId());
    if (given.producerCardId().equals(before.order().producerCardId())) {
      kept(before, after);
      return;
    }
    Production facts = after.production();
    assertNull(after.chipSerial());
    assertEquals(
        Arrays.asList(
            given.startedAt(),
            given.producedAt(),
            given.shippedAt(),
            given.shipmentId(),
            given.carrier()),
        Arrays.asList(
            facts.startedAt(),
            facts.producedAt(),
            facts.shippedAt(),
            facts.shipmentId(),
            facts.carrier()));
    assertEquals(given.readouts(), facts.readouts());
    assertEquals(
        given.trackingNumber() == null ? List.of() : List.of(given.trackingNumber()),
        facts.trackingNumbers());
  }

  /** Every fact that a status reports is known. */
  static void known(ProducerStatus status, Card card) {
    Production facts = card.production();
    known(status.orderId(), card.order().orderId());
    known(status.producerCardId(), card.order().producerCardId());
    if (status instanceof ProductionStarted started) {
      known(started.startedAt(), facts.startedAt());
    } else if (status instanceof CardProduced produced) {
      known(produced.producedAt(), facts.producedAt());
      assertTrue(types(facts.readouts()).containsAll(types(produced.readouts())));
    } else if (status instanceof CardShipped shipped) {
      known(shipped.shippedAt(), facts.shippedAt());
      known(shipped.shipmentId(), facts.shipmentId());
      known(shipped.carrier(), facts.carrier());
      known(shipped.activatedAt(), facts.activatedAt());
      assertTrue(
          shipped.trackingNumber() == null
              || facts.trackingNumbers().contains(shipped.trackingNumber()));
    }
  }

  private static void known(Object fact, Object known) {
    if (fact != null) {
      assertNotNull(known);
    }
  }

  private static List<Object> single(Card card) {
    OrderReference order = card.order();
    Production facts = card.production();
    return Arrays.asList(
        order == null ? null : order.batchId(),
        order == null ? null : order.orderId(),
        order == null ? null : order.producerCardId(),
        facts.startedAt(),
        facts.producedAt(),
        facts.shippedAt(),
        facts.shipmentId(),
        facts.carrier(),
        facts.activatedAt(),
        card.failure(),
        card.chipSerial());
  }

  private static void beginning(List<?> before, List<?> after) {
    assertTrue(after.size() >= before.size());
    assertEquals(before, after.subList(0, before.size()));
  }

  private static List<String> types(List<Readout> readouts) {
    return readouts.stream().map(Readout::type).toList();
  }
}
