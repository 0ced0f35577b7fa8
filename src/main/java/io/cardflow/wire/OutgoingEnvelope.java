package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.domain.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The attributes of an answer that are not copied from the message that it answers.
 *
 * @param source of all published messages
 * @param id unique per source
 * @param type the CloudEvents type
 * @param time RFC 3339, as published; null if the answer has none
 */
record OutgoingEnvelope(OutboundTopic topic, String source, String id, String type, String time) {

  private static final Header SPECVERSION = header("ce_specversion", "1.0");
  private static final Header CONTENT_TYPE = header("content-type", "application/json");

  /** Returns the record, including the attributes copied from its cause. */
  Outgoing around(byte[] data, Message cause) {
    List<Header> headers = new ArrayList<>(12);
    headers.add(SPECVERSION);
    headers.add(header("ce_id", id));
    headers.add(header("ce_source", source));
    headers.add(header("ce_type", type));
    headers.add(header("ce_subject", cause.cardId()));
    headers.add(header("ce_time", time));
    if (cause.actor() != null) {
      headers.add(header("ce_authid", cause.actor()));
    }
    if (cause.correlationId() != null) {
      headers.add(header("ce_correlationid", cause.correlationId()));
    }
    headers.add(header("ce_causationid", cause.id().id()));
    if (topic == OutboundTopic.EVENTS) {
      // A card id has no slash, so what follows it in <cardId>/<version> is the version.
      headers.add(header("ce_sequence", id.substring(id.indexOf('/') + 1)));
    }
    if (cause.traceparent() != null) {
      headers.add(header("ce_traceparent", cause.traceparent()));
    }
    headers.add(CONTENT_TYPE);
    return new Outgoing(topic, cause.cardId(), Collections.unmodifiableList(headers), data);
  }

  /**
   * Returns the record of an answer that is not about a card.
   *
   * @param subject also the record's key
   * @param causationId the id of the message that it answers; null if there is none
   */
  Outgoing around(byte[] data, String subject, String causationId) {
    List<Header> headers = new ArrayList<>(8);
    headers.add(SPECVERSION);
    headers.add(header("ce_id", id));
    headers.add(header("ce_source", source));
    headers.add(header("ce_type", type));
    headers.add(header("ce_subject", subject));
    if (time != null) {
      headers.add(header("ce_time", time));
    }
    if (causationId != null) {
      headers.add(header("ce_causationid", causationId));
    }
    headers.add(CONTENT_TYPE);
    return new Outgoing(topic, subject, Collections.unmodifiableList(headers), data);
  }

  private static Header header(String name, String value) {
    return new Header(name, value.getBytes(UTF_8));
  }
}
