package io.cardflow.wire;

import static io.cardflow.wire.JsonTimes.optional;

import com.fasterxml.jackson.core.JsonGenerator;
import io.cardflow.domain.ErasureResult;
import io.cardflow.domain.ErasureResult.Outcome;
import io.cardflow.domain.PrivacyCode;
import io.cardflow.json.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Encodes answers to erasure requests as CloudEvents in binary mode. Thread-safe. */
public final class PrivacyEncoder {

  private final String source;

  /**
   * @param source the {@code source} of all published messages, a URI reference
   */
  public PrivacyEncoder(String source) {
    this.source = source;
  }

  /**
   * Encodes the refusal of a record that is not stored. Its id is derived from the record's
   * position, because the id of the request is another request's, or may still be used.
   *
   * @param topicName the topic of the record
   */
  public Outgoing refusal(
      String requestId,
      String messageId,
      PrivacyCode code,
      String topicName,
      int partition,
      long offset) {
    Outcome.Refused refused = new Outcome.Refused(code);
    return envelope(
            OutboundType.PRIVACY_REFUSED, PositionId.refused(topicName, partition, offset), null)
        .around(refusal(requestId, refused), requestId, messageId);
  }

  /**
   * Encodes an answer. Its id is derived from the request's, so that a repeated answer has the same
   * one.
   *
   * @param remaining where copies may be left; ignored for a refusal
   */
  public Outgoing answer(ErasureResult result, List<RemainingCopy> remaining) {
    if (result.outcome() instanceof Outcome.Refused refused) {
      return around(OutboundType.PRIVACY_REFUSED, result, refusal(result.requestId(), refused));
    }
    Outcome.Erased erased = (Outcome.Erased) result.outcome();
    OutboundType type =
        switch (erased.kind()) {
          case HOLDER -> OutboundType.HOLDER_ERASED;
          case DELIVERY -> OutboundType.DELIVERY_ERASED;
        };
    return around(
        type, result, JsonText.bytes(json -> erased(json, result.requestId(), erased, remaining)));
  }

  private static byte[] refusal(String requestId, Outcome.Refused refused) {
    return JsonText.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("requestId", requestId);
          json.writeStringField("code", refused.code().name());
          json.writeStringField("detail", refused.code().detail());
          json.writeEndObject();
        });
  }

  private static void erased(
      JsonGenerator json, String requestId, Outcome.Erased erased, List<RemainingCopy> remaining)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("requestId", requestId);
    json.writeObjectFieldStart("counts");
    for (Map.Entry<String, Long> count : new TreeMap<>(erased.counts()).entrySet()) {
      json.writeNumberField(count.getKey(), count.getValue());
    }
    json.writeEndObject();
    optional(json, "from", erased.from());
    optional(json, "until", erased.until());
    json.writeArrayFieldStart("remaining");
    for (RemainingCopy copy : remaining) {
      json.writeStartObject();
      json.writeStringField("place", copy.place());
      JsonText.optional(json, "until", copy.until() == null ? null : copy.until().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private Outgoing around(OutboundType type, ErasureResult result, byte[] data) {
    return envelope(type, "erasure/" + result.requestId(), Rfc3339.print(result.at()))
        .around(data, result.requestId(), result.messageId());
  }

  private OutgoingEnvelope envelope(OutboundType type, String id, String time) {
    return new OutgoingEnvelope(type.topic, source, id, type.wireName, time);
  }
}
