package io.cardflow.store;

/**
 * An event about a card that was not known when the bureau pushed it.
 *
 * @param producerCardId the bureau's id of the card
 * @param digest identifies the event among those about the card
 * @param facts JSON; null for a hint, after which the bureau is asked
 */
public record PushedEvent(String producerCardId, String digest, String facts) {}
