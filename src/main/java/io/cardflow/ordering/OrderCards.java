package io.cardflow.ordering;

import io.cardflow.domain.OrderStatus;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.store.OrderBatches;
import io.cardflow.store.OrderClaim;
import io.cardflow.store.OrderedCards;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Asks the bureau which cards an accepted order has, if the answer to the order did not name the
 * bureau's ids. Each of the cards is then asked which card of ours it is.
 */
@Singleton
class OrderCards {

  private static final Logger LOG = Logger.getLogger(OrderCards.class);
  private static final RetryDelay RETRIES =
      new RetryDelay(Duration.ofSeconds(10), Duration.ofMinutes(30));

  private final OrderBatches batches;
  private final OrderedCards cards;
  private final CardProducer producer;
  private final Gate gate;
  private final OrderingMeters meters;
  private final boolean named;
  private final Duration silence;

  OrderCards(
      OrderBatches batches,
      OrderedCards cards,
      CardProducer producer,
      Gate gate,
      OrderingMeters meters,
      CardflowConfig config) {
    this.batches = batches;
    this.cards = cards;
    this.producer = producer;
    this.gate = gate;
    this.meters = meters;
    this.named = config.gocards().cardIdElement().isPresent();
    this.silence = config.ordering().reconcileAfter();
  }

  /** Asks, unless only an operator can load the ids. */
  Uni<Void> step(OrderClaim claim) {
    return named
        ? batches
            .get(claim.batchId())
            .flatMap(batch -> producer.cards(batch.orderId))
            .flatMap(report -> learn(claim, report))
        : batches.reconciled(
            claim,
            silence,
            Fault.Code.CARD_NOT_MAPPED.name(),
            "the bureau does not name its ids of the cards: load them, or set"
                + " cardflow.gocards.card-id-element");
  }

  private Uni<Void> learn(OrderClaim claim, OrderReport report) {
    if (report instanceof OrderReport.Failed failed) {
      Fault fault = failed.fault();
      gate.failed(fault);
      meters.reconciled(fault);
      int attempts = claim.attempts() + 1;
      LOG.infof("order reconciliation postponed batch=%s cause=%s", claim.batchId(), fault.code());
      return batches.postpone(
          claim,
          OrderStatus.CLOSED,
          RETRIES.after(attempts, fault.retryAfter()),
          attempts,
          fault.code().name(),
          fault.detail());
    }
    gate.passed();
    meters.reconciled();
    OrderReport.Received received = (OrderReport.Received) report;
    meters.leftOut(received.leftOut());
    return cards
        .found(claim, received.producerCardIds(), silence)
        .flatMap(unknown -> batches.reconciled(claim, unknown == 0 ? null : silence, null, null));
  }
}
