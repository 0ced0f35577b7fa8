package io.cardflow.store;

import java.time.Instant;

/** When a person had a card. */
public record PastAssignment(String cardId, Instant from, Instant until) {}
