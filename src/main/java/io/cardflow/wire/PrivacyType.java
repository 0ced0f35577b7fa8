package io.cardflow.wire;

import io.cardflow.domain.ErasureRequest.Kind;
import java.util.Arrays;

/** The message types on the topic of erasure requests. */
enum PrivacyType {
  ERASE_HOLDER(
      "io.cardflow.privacy.erase-holder.v1",
      "EraseHolder",
      Kind.HOLDER,
      "holderId",
      MessageLimits.HOLDER),
  ERASE_DELIVERY(
      "io.cardflow.privacy.erase-delivery.v1",
      "EraseDelivery",
      Kind.DELIVERY,
      "cardId",
      CardId.MAX_LENGTH);

  /** The CloudEvents type. */
  final String wireName;

  /** The name of the schema of its data in {@code docs/asyncapi.yaml}. */
  final String schema;

  final Kind kind;

  /** The field of the data that names what is erased, and its maximum length. */
  final String subject;

  final int maxLength;

  PrivacyType(String wireName, String schema, Kind kind, String subject, int maxLength) {
    this.wireName = wireName;
    this.schema = schema;
    this.kind = kind;
    this.subject = subject;
    this.maxLength = maxLength;
  }

  /** Returns the type with this name, or null. */
  static PrivacyType of(String name) {
    return Arrays.stream(values())
        .filter(type -> type.wireName.equals(name))
        .findFirst()
        .orElse(null);
  }
}
