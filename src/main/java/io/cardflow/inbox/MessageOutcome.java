package io.cardflow.inbox;

import io.cardflow.domain.Outcome;
import io.cardflow.store.JournalRow;
import io.cardflow.wire.Outgoing;
import java.util.List;

/**
 * The result of deciding a message.
 *
 * @param records events or a rejection, in the order in which they are published
 * @param journalEntry the message's row in the journal; null for a duplicate, which has one already
 */
record MessageOutcome(Outcome outcome, List<Outgoing> records, JournalRow journalEntry) {}
