package io.cardflow.local.gocards;

import java.util.Locale;

/** What can go wrong at a bureau, each for a share of the cases. */
public enum BureauFault {
  /** A card of an order is refused. */
  CARD_REFUSED,
  /** A whole batch is refused with 422. */
  BATCH_REFUSED,
  /** 500, and the order was not taken. */
  ERROR_BEFORE,
  /** 500, though the order was taken. */
  ERROR_AFTER,
  /** 429 with {@code Retry-After}; the order was not taken. */
  TOO_MANY_REQUESTS,
  /** The connection ends without an answer after the order was taken. */
  ANSWER_LOST,
  /** The answer comes late; the order was taken. */
  ANSWER_SLOW,
  /** A token runs out at once: 401. */
  TOKEN_REFUSED,
  /** The client may do nothing: 403. */
  FORBIDDEN,
  /** A notification is never sent. */
  NOTICE_LOST,
  /** A notification is sent twice, under the same id or under another. */
  NOTICE_TWICE,
  /** A notification is sent late. */
  NOTICE_LATE,
  /** An order's notifications are sent in any order. */
  NOTICES_SHUFFLED,
  /** A notification is also sent under the id of an order that does not exist. */
  NOTICE_UNDER_ANOTHER_ORDER,
  /** A card cannot be made. */
  PRODUCTION_FAILED;

  /** The name by which settings and the control endpoint call it, such as {@code answer-lost}. */
  public String settingName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The fault of this name.
   *
   * @throws IllegalArgumentException if there is none, naming it
   */
  static BureauFault of(String settingName) {
    for (BureauFault each : values()) {
      if (each.settingName().equals(settingName)) {
        return each;
      }
    }
    throw new IllegalArgumentException("there is no fault " + settingName);
  }
}
