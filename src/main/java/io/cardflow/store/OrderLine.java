package io.cardflow.store;

/**
 * A card of an order.
 *
 * @param cardElements the texts printed on the card by name, JSON
 */
public record OrderLine(String cardId, String cardElements) {}
