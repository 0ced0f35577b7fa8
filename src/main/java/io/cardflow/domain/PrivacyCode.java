package io.cardflow.domain;

/** Why a request to erase personal data is refused; constants are named as on the wire. */
public enum PrivacyCode {
  HOLDER_HAS_CARD("an assignment of the holder has not ended"),
  UNKNOWN_CARD("no card has this id"),
  DELIVERY_NEEDED("the card is still being ordered or produced"),
  ID_REUSED("another message has used the id of this request"),
  UNKNOWN_TYPE("the type does not belong on this topic");

  private final String detail;

  PrivacyCode(String detail) {
    this.detail = detail;
  }

  /** One sentence for a person, without personal data. */
  public String detail() {
    return detail;
  }
}
