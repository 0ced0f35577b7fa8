package io.cardflow.store;

import java.time.Instant;

/**
 * A card that the bureau knows under an id.
 *
 * @param cardId the worker's id
 * @param batchId the batch with which it was ordered
 * @param orderId the bureau's order
 * @param readAt when this was read, by the database's clock
 */
public record BureauCard(String cardId, String batchId, String orderId, Instant readAt) {}
