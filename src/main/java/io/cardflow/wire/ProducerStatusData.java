package io.cardflow.wire;

import io.cardflow.domain.Message;
import io.cardflow.domain.ProducerStatus.CardProduced;
import io.cardflow.domain.ProducerStatus.CardShipped;
import io.cardflow.domain.ProducerStatus.OrderAccepted;
import io.cardflow.domain.ProducerStatus.OrderRefused;
import io.cardflow.domain.ProducerStatus.ProductionFailed;
import io.cardflow.domain.ProducerStatus.ProductionStarted;
import io.cardflow.domain.ProducerStatus.Readout;
import java.util.List;

/** The data of the bureau's notifications. */
final class ProducerStatusData {

  private ProducerStatusData() {}

  static Message.Body orderAccepted(Fields data) throws Malformation {
    return new OrderAccepted(
        data.text("batchId", MessageLimits.NAME), orderId(data), producerCardId(data));
  }

  static Message.Body orderRefused(Fields data) throws Malformation {
    return new OrderRefused(
        data.text("batchId", MessageLimits.NAME), producerCardId(data), code(data), detail(data));
  }

  static Message.Body productionStarted(Fields data) throws Malformation {
    return new ProductionStarted(
        orderId(data), producerCardId(data), data.optionalTime("startedAt"));
  }

  static Message.Body cardProduced(Fields data) throws Malformation {
    return new CardProduced(
        orderId(data), producerCardId(data), data.optionalTime("producedAt"), readouts(data));
  }

  static Message.Body cardShipped(Fields data) throws Malformation {
    return new CardShipped(
        orderId(data),
        producerCardId(data),
        data.optionalTime("shippedAt"),
        data.optionalText("shipmentId", MessageLimits.NAME),
        data.optionalText("carrier", MessageLimits.NAME),
        data.optionalText("trackingNumber", MessageLimits.NAME),
        data.optionalTime("activatedAt"));
  }

  static Message.Body productionFailed(Fields data) throws Malformation {
    return new ProductionFailed(orderId(data), producerCardId(data), code(data), detail(data));
  }

  static List<Readout> readouts(Fields data) throws Malformation {
    return data.optionalItems("readouts", MessageLimits.READOUTS, ProducerStatusData::readout);
  }

  private static Readout readout(Fields readout) throws Malformation {
    return new Readout(
        readout.text("type", MessageLimits.READOUT_TYPE),
        readout.text("value", MessageLimits.READOUT_VALUE));
  }

  private static String orderId(Fields data) throws Malformation {
    return data.text("orderId", MessageLimits.NAME);
  }

  private static String producerCardId(Fields data) throws Malformation {
    return data.optionalText("producerCardId", MessageLimits.NAME);
  }

  private static String code(Fields data) throws Malformation {
    return data.text("code", MessageLimits.CODE);
  }

  private static String detail(Fields data) throws Malformation {
    return data.optionalText("detail", MessageLimits.DETAIL);
  }
}
