package io.cardflow.store;

import io.cardflow.domain.CardState;

/**
 * Which cards a list shows; null for what is not restricted.
 *
 * @param orderId GO Cards' order
 * @param batchId Cardflow's order batch
 * @param overdue whether the stay in the state was announced as too long
 */
public record CardFilter(
    CardState state, String orderId, String batchId, String layoutId, Boolean overdue) {}
