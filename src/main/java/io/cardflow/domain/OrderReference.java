package io.cardflow.domain;

/**
 * The order of a card, as far as known.
 *
 * @param batchId Cardflow's order batch; null if the order is only known from the bureau
 * @param orderId GO Cards' order; null until accepted
 * @param producerCardId the bureau's id of the card; null until known
 */
public record OrderReference(String batchId, String orderId, String producerCardId) {

  OrderReference withOrder(String id) {
    return new OrderReference(batchId, id, producerCardId);
  }

  OrderReference withProducerCard(String id) {
    return new OrderReference(batchId, orderId, id);
  }
}
