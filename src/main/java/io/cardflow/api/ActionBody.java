package io.cardflow.api;

import io.cardflow.domain.BulkAction.Kind;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;

/**
 * An act on many cards or dead letters.
 *
 * @param kind LOCK, WITHDRAW, EXTEND, ABORT or PUT_BACK
 * @param items 1 to 1,000 cards, or dead letters as partition and offset with a slash between; each
 *     once
 * @param validUntil the new end of the assignments, for EXTEND only
 * @param dryRun whether only the eligibility of the items is shown
 */
public record ActionBody(
    Kind kind, List<String> items, Instant validUntil, String reason, boolean dryRun) {

  static final int MOST = 1_000;

  /**
   * Checks the body.
   *
   * @throws ApiException INVALID_BODY
   */
  static void check(ActionBody body) {
    require(body != null && body.kind() != null, "kind is required");
    require(
        body.items() != null && !body.items().isEmpty() && body.items().size() <= MOST,
        "items must have 1 to " + MOST + " entries");
    require(
        body.items().stream().allMatch(item -> item != null && item.length() <= 64),
        "an item must have at most 64 characters");
    require(new HashSet<>(body.items()).size() == body.items().size(), "an item occurs twice");
    require(
        (body.kind() == Kind.EXTEND) == (body.validUntil() != null),
        "validUntil is required for EXTEND, and for no other kind");
    Commands.requiredReason(body.reason());
  }

  private static void require(boolean holds, String detail) {
    if (!holds) {
      throw new ApiException(ProblemCode.INVALID_BODY, detail);
    }
  }
}
