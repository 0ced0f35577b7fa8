package io.cardflow.store;

import java.time.Instant;

/**
 * Ordering is closed on all replicas.
 *
 * @param since by the database's clock
 * @param detail one line of text
 */
public record Closure(ClosureReason reason, Instant since, String detail) {}
