package io.cardflow.store;

import io.cardflow.domain.InboundTopic;
import java.time.Instant;

/**
 * An entry of the journal with the place of what was published for it.
 *
 * @param topic where the record was received
 * @param offset of the record, 0 or more
 * @param unitId the row of its unit of work
 * @param index its index in the unit, from 0
 */
public record DecidedMessage(
    InboundTopic topic,
    int partition,
    long offset,
    Instant decidedAt,
    JournalEntry entry,
    long unitId,
    int index) {}
