package io.cardflow.ordering.gocards;

import java.io.IOException;

/** Makes something of the body of an answer. */
@FunctionalInterface
interface BodyReader<T> {

  /**
   * Reads the body, not necessarily to its end.
   *
   * @param status the HTTP status of the answer, below 500
   */
  T read(int status, AnswerBody body) throws IOException;
}
