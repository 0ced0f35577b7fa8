package io.cardflow.wire;

import static io.cardflow.wire.JsonTimes.time;

import com.fasterxml.jackson.core.JsonGenerator;
import io.cardflow.domain.Decision.Rejected;
import io.cardflow.domain.Message;
import java.io.IOException;

/** The data of a rejection: the code, the current card, and the id of the rejected message. */
final class RejectionData {

  private RejectionData() {}

  static void write(JsonGenerator json, Message refused, Rejected rejected) throws IOException {
    json.writeStartObject();
    json.writeStringField("cardId", refused.cardId());
    json.writeStringField("code", rejected.code().name());
    json.writeStringField("detail", rejected.detail());
    if (rejected.card() != null) {
      json.writeStringField("state", rejected.card().state().name());
      json.writeNumberField("version", rejected.card().version());
    }
    json.writeObjectFieldStart("message");
    json.writeStringField("id", refused.id().id());
    json.writeStringField("source", refused.id().source());
    json.writeStringField("type", refused.type());
    time(json, "time", refused.time());
    json.writeEndObject();
    json.writeEndObject();
  }
}
