package io.cardflow.domain;

import java.time.Instant;

/**
 * The assignment of a card to one holder.
 *
 * @param number 1 for the card's first assignment, increasing by one
 */
public record Assignment(int number, String holderId, Instant validFrom, Instant validUntil) {}
