package io.cardflow.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.domain.CardState;
import io.cardflow.json.FirstTexts;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What a published event means for the streams.
 *
 * @param cardId the card that changed
 * @param from its state before; null for a new card, and if the state has not changed
 * @param to its state; null if it has not changed
 */
record ChangedCard(String cardId, CardState from, CardState to) {

  private static final byte[] STATE_CHANGED = "io.cardflow.card.state-changed.v1".getBytes(UTF_8);

  private static final String FROM = "from";
  private static final String TO = "to";
  private static final Set<String> STATES = Set.of(FROM, TO);

  /** Reads an event; null if the record is not about a card. */
  static ChangedCard of(ConsumerRecord<byte[], byte[]> event) {
    if (event.key() == null || event.key().length > 64) {
      return null;
    }
    String cardId = new String(event.key(), ISO_8859_1);
    Header type = event.headers().lastHeader("ce_type");
    if (event.value() == null || type == null || !Arrays.equals(type.value(), STATE_CHANGED)) {
      return new ChangedCard(cardId, null, null);
    }
    Map<String, String> states = FirstTexts.of(event.value(), STATES, TO);
    return new ChangedCard(cardId, state(states.get(FROM)), state(states.get(TO)));
  }

  private static CardState state(String name) {
    for (CardState each : CardState.values()) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    return null;
  }
}
