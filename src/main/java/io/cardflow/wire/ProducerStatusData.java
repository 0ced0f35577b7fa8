package io.cardflow.wire;

import io.cardflow.domain.Message;
import io.cardflow.domain.ProducerStatus.CardProduced;
import io.cardflow.domain.ProducerStatus.CardShipped;
import io.cardflow.domain.ProducerStatus.OrderAccepted;
import io.cardflow.domain.ProducerStatus.OrderRefused;
import io.cardflow.domain.ProducerStatus.ProductionFailed;
import io.cardflow.domain.ProducerStatus.ProductionStarted;
import io.cardflow.domain.ProducerStatus.Readout;

/** The data of the bureau's notifications. */
final class ProducerStatusData {

  static final int NAME = 128;
  static final int CODE = 64;
  static final int DETAIL = 500;
  private static final int READOUTS = 50;
  private static final int READOUT_TYPE = 64;
  private static final int READOUT_VALUE = 4096;

  private ProducerStatusData() {}

  static Message.Body orderAccepted(Fields data) throws Malformation {
    return new OrderAccepted(data.text("batchId", NAME), orderId(data), producerCardId(data));
  }

  static Message.Body orderRefused(Fields data) throws Malformation {
    return new OrderRefused(
        data.text("batchId", NAME), producerCardId(data), code(data), detail(data));
  }

  static Message.Body productionStarted(Fields data) throws Malformation {
    return new ProductionStarted(
        orderId(data), producerCardId(data), data.optionalTime("startedAt"));
  }

  static Message.Body cardProduced(Fields data) throws Malformation {
    return new CardProduced(
        orderId(data),
        producerCardId(data),
        data.optionalTime("producedAt"),
        data.optionalItems("readouts", READOUTS, ProducerStatusData::readout));
  }

  static Message.Body cardShipped(Fields data) throws Malformation {
    return new CardShipped(
        orderId(data),
        producerCardId(data),
        data.optionalTime("shippedAt"),
        data.optionalText("shipmentId", NAME),
        data.optionalText("carrier", NAME),
        data.optionalText("trackingNumber", NAME));
  }

  static Message.Body productionFailed(Fields data) throws Malformation {
    return new ProductionFailed(orderId(data), producerCardId(data), code(data), detail(data));
  }

  private static Readout readout(Fields readout) throws Malformation {
    return new Readout(readout.text("type", READOUT_TYPE), readout.text("value", READOUT_VALUE));
  }

  private static String orderId(Fields data) throws Malformation {
    return data.text("orderId", NAME);
  }

  private static String producerCardId(Fields data) throws Malformation {
    return data.optionalText("producerCardId", NAME);
  }

  private static String code(Fields data) throws Malformation {
    return data.text("code", CODE);
  }

  private static String detail(Fields data) throws Malformation {
    return data.optionalText("detail", DETAIL);
  }
}
