package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * A record to publish: a CloudEvent in binary mode. The bytes are shared, not copied; do not modify
 * them.
 *
 * @param topic where to publish it
 * @param key the card id, or the id of the request that it answers
 * @param headers in sending order
 * @param value JSON in UTF-8
 */
public record Outgoing(OutboundTopic topic, String key, List<Header> headers, byte[] value) {

  private static final String ACTOR = "ce_authid";
  private static final String ID = "ce_id";

  /** The fields of events and rejections that name a person. */
  private static final Set<String> PERSONS = Set.of("holderId", "actor");

  /** The text that may. The detail of a rejection is Cardflow's own. */
  private static final Set<String> TEXTS = Set.of("reason");

  /** The ids that the sender of a message chose, and what is derived from them. */
  private static final Set<String> IDS = Set.of("id", "source");

  private static final Set<String> ID_HEADERS = Set.of("ce_correlationid", "ce_causationid");

  /** Returns the record with a person replaced; the same object if the person is not in it. */
  public Outgoing without(Pseudonym person) {
    return with(person.fields(value, PERSONS, TEXTS), person, false);
  }

  /** Returns the record with a person replaced in ids that the sender of a message chose, too. */
  public Outgoing withoutInIds(Pseudonym person) {
    return with(person.fields(value, Set.of(), IDS), person, true);
  }

  /** Returns the record with a reason replaced by another text. */
  public Outgoing withoutReason(String reason, String replacement) {
    byte[] data = new Pseudonym(reason, replacement).fields(value, Set.of("reason"), Set.of());
    return data == value ? this : new Outgoing(topic, key, headers, data);
  }

  private Outgoing with(byte[] data, Pseudonym person, boolean ids) {
    boolean changed = data != value;
    List<Header> after = new ArrayList<>(headers.size());
    for (Header header : headers) {
      String text = new String(header.value(), UTF_8);
      String replaced = text;
      if (header.name().equals(ACTOR)) {
        replaced = person.whole(text);
      } else if (ids && header.name().equals(ID)) {
        replaced = RejectionId.without(person, text, key);
      } else if (ids && ID_HEADERS.contains(header.name())) {
        replaced = person.words(text);
      }
      changed |= !replaced.equals(text);
      after.add(
          replaced.equals(text) ? header : new Header(header.name(), replaced.getBytes(UTF_8)));
    }
    return changed ? new Outgoing(topic, key, Collections.unmodifiableList(after), data) : this;
  }
}
