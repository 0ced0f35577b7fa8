package io.cardflow.domain;

/**
 * The address to which the bureau ships a card.
 *
 * @param companyName null if none
 * @param addressTwo null if none
 * @param countryCode ISO 3166-1 alpha-2
 * @param phone null if none
 */
public record DeliveryAddress(
    String recipient,
    String companyName,
    String addressOne,
    String addressTwo,
    String postalCode,
    String city,
    String countryCode,
    String phone) {}
