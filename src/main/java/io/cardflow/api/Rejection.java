package io.cardflow.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cardflow.json.Json;
import io.cardflow.json.JsonFault;
import io.cardflow.json.StrictJson;
import io.cardflow.ops.kafka.KeptValue;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A published rejection, in a list. Of a record that is none, only position and time are given. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Rejection(
    int partition,
    long offset,
    @Schema(description = "When it was published") Instant time,
    String cardId,
    String code,
    String detail,
    @Schema(description = "The card's state, if there is a card") String state,
    @Schema(description = "The card's version, if there is a card") Long version,
    Message message,
    String correlationId) {

  /** The maximum size of a rejection in bytes; Cardflow's are far smaller. */
  static final int MOST = 16 * 1024;

  private static final String CORRELATION = "ce_correlationid";

  /** The rejected message. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "RejectedMessage")
  public record Message(String id, String source, String type, String time) {}

  static Rejection of(ConsumerRecord<byte[], KeptValue> record) {
    Map<String, Json> data = members(json(record.value()));
    Map<String, Json> message = members(data.get("message"));
    return new Rejection(
        record.partition(),
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        text(data, "cardId"),
        text(data, "code"),
        text(data, "detail"),
        text(data, "state"),
        number(data.get("version")),
        message.isEmpty()
            ? null
            : new Message(
                text(message, "id"),
                text(message, "source"),
                text(message, "type"),
                text(message, "time")),
        correlation(record));
  }

  private static Json json(KeptValue value) {
    try {
      return value == null || value.bytes() == null
          ? Json.Literal.NULL
          : StrictJson.read(value.bytes(), StrictJson.MAX_DEPTH);
    } catch (JsonFault notARejection) {
      return Json.Literal.NULL;
    }
  }

  private static Map<String, Json> members(Json json) {
    return json instanceof Json.ObjectValue object ? object.members() : Map.of();
  }

  private static String text(Map<String, Json> members, String name) {
    return members.get(name) instanceof Json.StringValue value ? value.text() : null;
  }

  private static Long number(Json json) {
    return json instanceof Json.NumberValue number && number.literal().matches("[0-9]{1,18}")
        ? Long.valueOf(number.literal())
        : null;
  }

  private static String correlation(ConsumerRecord<?, ?> record) {
    Header header = record.headers().lastHeader(CORRELATION);
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }
}
