package io.cardflow.store;

import java.time.Instant;

/**
 * A question to GO Cards about a card of an accepted order, which this replica has claimed.
 *
 * @param cardId the card; null if it is not known yet which card has this {@code producerCardId}
 * @param producerCardId the bureau's id of the card
 * @param number how often the question was claimed, including this time; the latest claim counts
 * @param failures the number of consecutive failed questions before this one, 0 or more
 * @param databaseTime when it was claimed, by the database's clock
 */
public record CardQuestion(
    String cardId,
    String batchId,
    String orderId,
    String producerCardId,
    int number,
    int failures,
    Instant databaseTime) {}
