package io.cardflow.domain;

/**
 * What a card keeps of a message that it has taken in.
 *
 * @param digest the digest of the message id
 * @param content the digest of card id, type and data
 * @param position the message's entry in the journal, which retention may have removed
 */
public record TakenMessage(long digest, long content, JournalPosition position) {}
