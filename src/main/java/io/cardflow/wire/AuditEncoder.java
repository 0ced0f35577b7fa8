package io.cardflow.wire;

import io.cardflow.domain.AuditEntry;
import io.cardflow.json.JsonText;

/** Encodes audit entries as CloudEvents in binary mode. Thread-safe. */
public final class AuditEncoder {

  private final String source;

  /**
   * @param source the {@code source} of all published messages, a URI reference
   */
  public AuditEncoder(String source) {
    this.source = source;
  }

  /** Encodes an entry. Its id is that of the entry, so that a repeated one has the same. */
  public Outgoing encode(AuditEntry entry) {
    byte[] data =
        JsonText.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringField("actor", entry.actor());
              json.writeStringField("action", entry.action());
              json.writeStringField("subject", entry.subject());
              JsonText.optional(json, "reason", entry.reason());
              json.writeStringField("outcome", entry.outcome().name());
              JsonText.optional(json, "code", entry.code());
              JsonTimes.time(json, "at", entry.at());
              json.writeEndObject();
            });
    return new OutgoingEnvelope(
            OutboundType.ACTION_RECORDED.topic,
            source,
            "audit/" + entry.id(),
            OutboundType.ACTION_RECORDED.wireName,
            Rfc3339.print(entry.at()))
        .around(data, entry.subject(), (String) null);
  }
}
