package io.cardflow.wire;

import io.cardflow.domain.Command.ReplaceProduction;
import io.cardflow.domain.Message;

/**
 * Parses the data of {@code replace-production}: the facts are as in the bureau's notifications.
 */
final class ReplaceProductionData {

  private ReplaceProductionData() {}

  static Message.Body read(Fields data) throws Malformation {
    return new ReplaceProduction(
        data.text("producerCardId", MessageLimits.NAME),
        data.optionalTime("startedAt"),
        data.optionalTime("producedAt"),
        ProducerStatusData.readouts(data),
        data.optionalTime("shippedAt"),
        data.optionalText("shipmentId", MessageLimits.NAME),
        data.optionalText("carrier", MessageLimits.NAME),
        data.optionalText("trackingNumber", MessageLimits.NAME),
        data.optionalText("reason", MessageLimits.REASON));
  }
}
