package io.cardflow.domain;

/**
 * The order under which a card is made, as far as it is known.
 *
 * @param batchId Cardflow's order batch; null if the order is known from the bureau alone
 * @param orderId GO SampleCards' order; null until accepted
 * @param producerCardId the bureau's own id of the card; null until told
 */
public record OrderReference(String batchId, String orderId, String producerCardId) {}
