package io.cardflow.domain;

import java.time.Instant;
import java.util.List;

/** What the bureau says about a card. Facts that it does not tell are null. */
public sealed interface ProducerStatus extends Message.Body {

  /** The trigger under which its effect is published. */
  Trigger trigger();

  /** GO SampleCards' order; null in a refusal, which has none. */
  String orderId();

  /** The bureau's own id of the card; null if not told. */
  String producerCardId();

  /**
   * The bureau accepted the order and will produce the card.
   *
   * @param batchId the order batch that it answers
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
   * @param batchId the order batch that it answers
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
   * The card is made, not yet shipped.
   *
   * @param readouts what was read from the chip; empty if not told
   */
  record CardProduced(
      String orderId, String producerCardId, Instant producedAt, List<Readout> readouts)
      implements ProducerStatus {
    @Override
    public Trigger trigger() {
      return Trigger.CARD_PRODUCED;
    }
  }

  /** The card is on its way. */
  record CardShipped(
      String orderId,
      String producerCardId,
      Instant shippedAt,
      String shipmentId,
      String carrier,
      String trackingNumber)
      implements ProducerStatus {
    @Override
    public Trigger trigger() {
      return Trigger.CARD_SHIPPED;
    }
  }

  /** The bureau cannot make the card. */
  record ProductionFailed(String orderId, String producerCardId, String code, String detail)
      implements ProducerStatus {
    @Override
    public Trigger trigger() {
      return Trigger.PRODUCTION_FAILED;
    }
  }

  /** One value read from the chip. */
  record Readout(String type, String value) {}
}
