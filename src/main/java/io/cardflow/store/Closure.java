package io.cardflow.store;

import java.time.Instant;

/**
 * Ordering is closed on all replicas.
 *
 * @param since by the database's clock
 * @param detail a line for a person
 */
public record Closure(ClosureReason reason, Instant since, String detail) {}
