package io.cardflow.store;

import io.cardflow.domain.Assignment;
import java.time.Instant;

/**
 * An assignment of a card as it is after a batch.
 *
 * @param endedAt null if it has not ended
 * @param endedBy the trigger of the change that ended it; null if it has not ended
 */
public record AssignmentRow(
    String cardId, Assignment assignment, Instant endedAt, String endedBy) {}
