package io.cardflow.store;

/**
 * The digest of a message id, within the messages of a card.
 *
 * @param digest see {@link io.cardflow.domain.MessageId}
 */
public record CardMessage(String cardId, long digest) {}
