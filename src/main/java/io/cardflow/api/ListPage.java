package io.cardflow.api;

import io.cardflow.store.Portion;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/**
 * The page of a list that a request asks for.
 *
 * @param list the path and the filter, to which cursors are bound
 * @param after the sort keys after which it begins; null for the start
 */
record ListPage(String list, List<String> after, int limit) {

  /**
   * Checks the parameters.
   *
   * @param keys the number of sort keys
   */
  static ListPage of(String list, int keys, String after, String limit) {
    return new ListPage(list, Cursor.decode(after, list, keys), Parameters.limit(limit));
  }

  /**
   * Checks that the client takes JSON. Of two routes for a path, the framework takes the first one
   * if the client takes neither type.
   */
  static void requireJson(HttpHeaders headers) {
    if (headers.getAcceptableMediaTypes().stream()
        .noneMatch(MediaType.APPLICATION_JSON_TYPE::isCompatible)) {
      throw new ApiException(ProblemCode.NOT_ACCEPTABLE, null);
    }
  }

  <T> Page<T> of(Portion<T> portion) {
    return new Page<>(
        portion.items(), portion.next() == null ? null : Cursor.encode(list, portion.next()));
  }
}
