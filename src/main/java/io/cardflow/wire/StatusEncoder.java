package io.cardflow.wire;

import static io.cardflow.json.JsonText.optional;
import static io.cardflow.wire.JsonTimes.optional;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.cardflow.domain.OrderReference;
import io.cardflow.domain.ProducerStatus;
import io.cardflow.domain.ProducerStatus.CardProduced;
import io.cardflow.domain.ProducerStatus.CardShipped;
import io.cardflow.domain.ProducerStatus.OrderAccepted;
import io.cardflow.domain.ProducerStatus.OrderRefused;
import io.cardflow.domain.ProducerStatus.ProductionFailed;
import io.cardflow.domain.ProducerStatus.ProductionStarted;
import io.cardflow.domain.ProducerStatus.Readout;
import io.cardflow.json.JsonText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Encodes outcomes and reports from the bureau's API as producer statuses. Deterministic and
 * thread-safe.
 */
public final class StatusEncoder {

  private final String source;

  /**
   * @param source the {@code source} of the messages, a URI reference
   */
  public StatusEncoder(String source) {
    this.source = Objects.requireNonNull(source, "source");
  }

  /**
   * Encodes the outcome of an order for one card. The message id is derived from batch and card, so
   * that a repeated message is a duplicate.
   *
   * @param time when it became known
   */
  public InternalMessage outcome(
      String batchId, String cardId, ProducerStatus status, Instant time) {
    return message("order/" + batchId + "/" + cardId, cardId, status, data(status), time);
  }

  /**
   * Encodes a status that GO Cards returned for a card. The message id is derived from batch, card,
   * content and the recorded names: a repeated status is a duplicate, one with more facts is a new
   * message, and so is one that was rejected before an operator accepted another name.
   *
   * @param recorded the names that the card has: its order and the bureau's id, null if unknown
   * @param time when it became known
   */
  public InternalMessage finding(
      String batchId, String cardId, ProducerStatus status, OrderReference recorded, Instant time) {
    byte[] data = data(status);
    String id =
        "reconciled/%s/%s/%s/%s"
            .formatted(batchId, cardId, status.trigger().messageName(), digest(data, recorded));
    return message(id, cardId, status, data, time);
  }

  private static UUID digest(byte[] data, OrderReference recorded) {
    byte[] names = (recorded.orderId() + "\n" + recorded.producerCardId()).getBytes(UTF_8);
    return UUID.nameUUIDFromBytes(
        ByteBuffer.allocate(data.length + names.length).put(data).put(names).array());
  }

  private InternalMessage message(
      String id, String cardId, ProducerStatus status, byte[] data, Instant time) {
    InboundType type = InboundType.of(status.trigger());
    return InternalMessage.event(source, id, type, cardId, time, data);
  }

  private static byte[] data(ProducerStatus status) {
    return JsonText.bytes(
        json -> {
          json.writeStartObject();
          optional(json, "orderId", status.orderId());
          optional(json, "producerCardId", status.producerCardId());
          if (status instanceof OrderAccepted accepted) {
            json.writeStringField("batchId", accepted.batchId());
          } else if (status instanceof OrderRefused refused) {
            json.writeStringField("batchId", refused.batchId());
            failure(json, refused.code(), refused.detail());
          } else if (status instanceof ProductionStarted started) {
            optional(json, "startedAt", started.startedAt());
          } else if (status instanceof CardProduced produced) {
            produced(json, produced);
          } else if (status instanceof CardShipped shipped) {
            optional(json, "shippedAt", shipped.shippedAt());
            optional(json, "shipmentId", shipped.shipmentId());
            optional(json, "carrier", shipped.carrier());
            optional(json, "trackingNumber", shipped.trackingNumber());
            optional(json, "activatedAt", shipped.activatedAt());
          } else if (status instanceof ProductionFailed failed) {
            failure(json, failed.code(), failed.detail());
          }
          json.writeEndObject();
        });
  }

  private static void produced(JsonGenerator json, CardProduced produced) throws IOException {
    optional(json, "producedAt", produced.producedAt());
    readouts(json, produced.readouts());
  }

  /** Writes nothing if there are none. */
  static void readouts(JsonGenerator json, List<Readout> readouts) throws IOException {
    if (!readouts.isEmpty()) {
      json.writeArrayFieldStart("readouts");
      for (Readout readout : readouts) {
        json.writeStartObject();
        json.writeStringField("type", readout.type());
        json.writeStringField("value", readout.value());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  private static void failure(JsonGenerator json, String code, String detail) throws IOException {
    json.writeStringField("code", code);
    optional(json, "detail", detail);
  }
}
