package io.cardflow.inbox;

import io.cardflow.domain.Outcome;
import io.cardflow.store.JournalRow;
import io.cardflow.wire.Outgoing;
import java.util.List;

/**
 * What a decided message leads to.
 *
 * @param records events or a rejection, in the order in which they are published
 * @param journalEntry what the journal keeps of it; null for a duplicate, which it has already
 */
record MessageOutcome(Outcome outcome, List<Outgoing> records, JournalRow journalEntry) {}
