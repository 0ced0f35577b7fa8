package io.cardflow.store;

import java.time.Duration;

/**
 * What came of a question about a card.
 *
 * @param next when to ask again; null if nothing is left to ask
 * @param news whether the answer had something new, so that the batch's history shows it
 * @param error the code of the failure; null if it was answered
 * @param detail one line; null if there is none
 */
public record QuestionOutcome(
    CardQuestion question, Duration next, boolean news, String error, String detail) {

  int failures() {
    return error == null ? 0 : question.failures() + 1;
  }
}
