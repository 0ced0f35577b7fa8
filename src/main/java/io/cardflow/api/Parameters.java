package io.cardflow.api;

import io.cardflow.domain.CardState;
import io.cardflow.domain.OrderStatus;
import io.cardflow.wire.CardId;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Checks the parameters of requests. One that is absent or empty is not given, and null. */
public final class Parameters {

  /** The longest id, in UTF-16 units. */
  private static final int MOST = 256;

  private Parameters() {}

  /** A state of cards, as on the wire. */
  static CardState state(String text) {
    return one("state", text, CardState.values());
  }

  /** A status of order batches. */
  public static OrderStatus status(String text) {
    return one("status", text, OrderStatus.values());
  }

  /** {@code true} or {@code false}. */
  static Boolean flag(String name, String text) {
    if (!isGiven(text)) {
      return null;
    }
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid(name + " must be true or false");
    };
  }

  /** An id: 1 to 256 characters without control characters. */
  static String id(String name, String text) {
    if (!isGiven(text)) {
      return null;
    }
    if (text.length() > MOST || text.chars().anyMatch(Character::isISOControl)) {
      throw invalid(name + " must have 1 to " + MOST + " characters and no control characters");
    }
    return text;
  }

  /**
   * The id of a card in a path.
   *
   * @throws ApiException UNKNOWN_CARD if no card can have it
   */
  static String card(String text) {
    if (text == null || !CardId.isValid(text)) {
      throw new ApiException(ProblemCode.UNKNOWN_CARD, null);
    }
    return text;
  }

  /** The largest number of items on a page. */
  static int limit(String text) {
    try {
      return Page.size(isGiven(text) ? Integer.valueOf(text) : null);
    } catch (NumberFormatException notANumber) {
      throw invalid("limit must be 1 to " + Page.MOST);
    }
  }

  private static boolean isGiven(String text) {
    return text != null && !text.isEmpty();
  }

  private static <E extends Enum<E>> E one(String name, String text, E[] known) {
    if (!isGiven(text)) {
      return null;
    }
    return Arrays.stream(known)
        .filter(each -> each.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                invalid(
                    name
                        + " must be one of "
                        + Arrays.stream(known).map(Enum::name).collect(Collectors.joining(", "))));
  }

  private static ApiException invalid(String detail) {
    return new ApiException(ProblemCode.INVALID_PARAMETER, detail);
  }
}
