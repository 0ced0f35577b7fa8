package io.cardflow.domain;

import java.time.Instant;
import java.util.List;

/** A status of a card reported by the bureau. Facts that it does not report are null. */
public sealed interface ProducerStatus extends Message.Body {

  /** The trigger that published events name. */
  Trigger trigger();

  /** GO Cards' order; null in a refusal. */
  String orderId();

  /** The bureau's id of the card; null if unknown. */
  String producerCardId();

  /**
   * The bureau accepted the order and will produce the card.
   *
   * @param batchId the order batch
   */
  record OrderAccepted(String batchId, String orderId, String producerCardId)
      implements ProducerStatus {
    @Override
    public Trigger trigger() {
      return Trigger.ORDER_ACCEPTED;
    }
  }

  /**
   * The bureau refused the card.
   *
   * @param batchId the order batch
   */
  record OrderRefused(String batchId, String producerCardId, String code, String detail)
      implements ProducerStatus {
    @Override
    public Trigger trigger() {
      return Trigger.ORDER_REFUSED;
    }

    @Override
    public String orderId() {
      return null;
    }
  }

  /** Production has begun. */
  record ProductionStarted(String orderId, String producerCardId, Instant startedAt)
      implements ProducerStatus {
    @Override
    public Trigger trigger() {
      return Trigger.PRODUCTION_STARTED;
    }
  }

  /**
   * The card is produced but not shipped yet.
   *
   * @param readouts values read from the chip; empty if none
   */
  record CardProduced(
      String orderId, String producerCardId, Instant producedAt, List<Readout> readouts)
      implements ProducerStatus {
    @Override
    public Trigger trigger() {
      return Trigger.CARD_PRODUCED;
    }
  }

  /**
   * The card was shipped.
   *
   * @param activatedAt when its holder activated it at the bureau
   */
  record CardShipped(
      String orderId,
      String producerCardId,
      Instant shippedAt,
      String shipmentId,
      String carrier,
      String trackingNumber,
      Instant activatedAt)
      implements ProducerStatus {
    @Override
    public Trigger trigger() {
      return Trigger.CARD_SHIPPED;
    }
  }

  /** The bureau cannot produce the card. */
  record ProductionFailed(String orderId, String producerCardId, String code, String detail)
      implements ProducerStatus {
    @Override
    public Trigger trigger() {
      return Trigger.PRODUCTION_FAILED;
    }
  }

  /** A value read from the chip. */
  record Readout(String type, String value) {}
}
