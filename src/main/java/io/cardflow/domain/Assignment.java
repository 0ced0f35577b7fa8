package io.cardflow.domain;

import java.time.Instant;

/**
 * One stay of a card with one holder.
 *
 * @param number 1 for the card's first assignment, then one more each time
 */
public record Assignment(int number, String holderId, Instant validFrom, Instant validUntil) {}
