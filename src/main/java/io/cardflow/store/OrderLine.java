package io.cardflow.store;

/**
 * A card of an order as it is sent.
 *
 * @param cardElements texts printed on the card by name, JSON
 */
public record OrderLine(String cardId, String cardElements) {}
