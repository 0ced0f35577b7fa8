package io.cardflow.wire;

import io.cardflow.domain.Command.RequestCard;
import io.cardflow.domain.DeliveryAddress;
import io.cardflow.domain.Message;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Parses the data of {@code request-card}. */
final class RequestCardData {

  private static final int LAYOUT = 64;
  private static final int ADDRESS_LINE = 200;
  private static final int POSTAL_CODE = 20;
  private static final int CITY = 100;
  private static final int COUNTRY = 2;
  private static final int PHONE = 50;
  private static final int ELEMENTS = 50;
  private static final int ELEMENT_NAME = 64;
  private static final int ELEMENT_TEXT = 500;
  private static final int COST_CENTRE = 64;

  /** ISO 3166-1 alpha-2. */
  private static final Set<String> COUNTRIES =
      Arrays.stream(Locale.getISOCountries()).collect(Collectors.toUnmodifiableSet());

  private RequestCardData() {}

  static Message.Body read(Fields data) throws Malformation {
    return new RequestCard(
        data.text("layoutId", LAYOUT),
        delivery(data.object("delivery")),
        data.optionalTexts("cardElements", ELEMENTS, ELEMENT_NAME, ELEMENT_TEXT),
        data.optionalText("costCentre", COST_CENTRE),
        data.optionalFlag("queue"));
  }

  private static DeliveryAddress delivery(Fields delivery) throws Malformation {
    DeliveryAddress address =
        new DeliveryAddress(
            delivery.text("recipient", ADDRESS_LINE),
            delivery.optionalText("companyName", ADDRESS_LINE),
            delivery.text("addressOne", ADDRESS_LINE),
            delivery.optionalText("addressTwo", ADDRESS_LINE),
            delivery.text("postalCode", POSTAL_CODE),
            delivery.text("city", CITY),
            delivery.text("countryCode", COUNTRY),
            delivery.optionalText("phone", PHONE));
    if (!COUNTRIES.contains(address.countryCode())) {
      throw Malformation.invalid("data.delivery.countryCode is not an ISO 3166-1 alpha-2 code");
    }
    return address;
  }
}
