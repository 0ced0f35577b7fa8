package io.cardflow.store;

import io.cardflow.domain.CardState;

/**
 * A transition that cards took.
 *
 * @param from null for new cards
 */
public record Transition(CardState from, CardState to) {}
