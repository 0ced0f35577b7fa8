package io.cardflow.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A page of a list.
 *
 * @param items at most as many as the request's {@code limit}; fewer, even none, does not mean that
 *     the list ends
 * @param next the cursor of the next page; null at the end of the list
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page<T>(List<T> items, String next) {

  static final int DEFAULT = 50;
  static final int MOST = 500;

  /**
   * Checks the parameter {@code limit}.
   *
   * @param limit null for the default
   */
  static int size(Integer limit) {
    if (limit == null) {
      return DEFAULT;
    }
    if (limit < 1 || limit > MOST) {
      throw new ApiException(ProblemCode.INVALID_PARAMETER, "limit must be 1 to " + MOST);
    }
    return limit;
  }
}
