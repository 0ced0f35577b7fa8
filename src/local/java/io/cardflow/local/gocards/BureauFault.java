package io.cardflow.local.gocards;

import java.util.Locale;

/** Faults of a bureau, each with its share of the cases. */
public enum BureauFault {
  /** A card of an order is refused. */
  CARD_REFUSED,
  /** A whole batch is refused with 422. */
  BATCH_REFUSED,
  /** 500, and the order was not accepted. */
  ERROR_BEFORE,
  /** 500, although the order was accepted. */
  ERROR_AFTER,
  /** 429 with {@code Retry-After}; the order was not accepted. */
  TOO_MANY_REQUESTS,
  /** The connection is closed without a response after the order was accepted. */
  ANSWER_LOST,
  /** The response is late; the order was accepted. */
  ANSWER_SLOW,
  /** A token expires immediately: 401. */
  TOKEN_REFUSED,
  /** The client has no permission: 403. */
  FORBIDDEN,
  /** A notification is never sent. */
  NOTICE_LOST,
  /** A notification is sent twice, with the same or another id. */
  NOTICE_TWICE,
  /** A notification is sent late. */
  NOTICE_LATE,
  /** An order's notifications are sent in random order. */
  NOTICES_SHUFFLED,
  /** A notification is also sent with the id of an order that does not exist. */
  NOTICE_UNDER_ANOTHER_ORDER,
  /** The production of a card fails. */
  PRODUCTION_FAILED,
  /** A card is made again: the same card, with another id and chip. */
  CARD_REMADE,
  /** A card is not in the parcel of its order, and is shipped later. */
  PART_SHIPMENT,
  /** The answer to an order has only the id of the order. */
  ORDER_ID_ONLY,
  /** A gateway answers in the bureau's place: 400 with HTML; the order was not received. */
  GATEWAY_REFUSES,
  /** A gateway answers in the bureau's place: 200 with HTML. */
  GATEWAY_PAGE,
  /** A pushed event has a wrong signature; it is sent again with a right one. */
  PUSH_WRONGLY_SIGNED;

  /** The name in settings and at the control endpoint, such as {@code answer-lost}. */
  public String settingName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns the fault with this name.
   *
   * @throws IllegalArgumentException for an unknown name
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
