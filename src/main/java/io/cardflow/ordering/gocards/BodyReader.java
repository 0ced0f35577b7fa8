package io.cardflow.ordering.gocards;

import java.io.IOException;

/** Parses the body of a response. */
@FunctionalInterface
interface BodyReader<T> {

  /**
   * Reads the body, not necessarily to its end.
   *
   * @param status the HTTP status, below 500
   */
  T read(int status, AnswerBody body) throws IOException;
}
