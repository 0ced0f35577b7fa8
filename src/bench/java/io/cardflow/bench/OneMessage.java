package io.cardflow.bench;

import io.cardflow.domain.Card;
import io.cardflow.domain.Decision;
import io.cardflow.domain.Fold;
import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.JournalPosition;
import io.cardflow.domain.KnownMessages;
import io.cardflow.domain.Message;
import io.cardflow.domain.Policy;
import io.cardflow.domain.RejectionCode;
import io.cardflow.domain.Reminders;
import io.cardflow.wire.Encoder;
import io.cardflow.wire.Header;
import io.cardflow.wire.MessageParser;
import io.cardflow.wire.Outgoing;
import io.cardflow.wire.ParseResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;

/** Decodes, decides and encodes one message at a time, with the worker's own parts. */
final class OneMessage {

  /** The journal's positions are Cardflow's own. */
  private static final JournalPosition NOWHERE = new JournalPosition(1, 0);

  /**
   * The result of a message.
   *
   * @param card the changed card; null if it does not change
   */
  record Effect(Card card, List<Outgoing> outgoing) {}

  private static final Policy POLICY =
      new Policy(true, Duration.ofDays(14), true, new Reminders(List.of()));

  private final MessageParser decoder = new MessageParser();
  private final Encoder encoder = new Encoder("/cardflow");

  Message read(InboundTopic topic, byte[] key, Headers headers, byte[] value, long timestamp) {
    List<Header> list = new ArrayList<>(8);
    headers.forEach(each -> list.add(new Header(each.key(), each.value())));
    ParseResult decoded = decoder.decode(topic, key, list, value, timestamp);
    if (decoded instanceof ParseResult.Parsed understood) {
      return understood.message();
    }
    throw new IllegalStateException("the workload has no garbage: " + decoded);
  }

  /**
   * @param card the current card; null if there is none
   * @param seen the fingerprint of the earlier message with this id; null if it is new
   * @param holders the card that the holder of the message has, if any
   */
  Effect decide(Message message, Card card, UUID seen, Map<String, String> holders, Instant now) {
    Fold fold =
        new Fold(
            POLICY,
            now,
            new Fold.Known(
                card == null ? Map.of() : Map.of(card.id(), card),
                Map.of(),
                holders,
                KnownMessages.NONE));
    Decision decision = seen == null ? fold.apply(message, NOWHERE) : repeated(message, card, seen);
    if (decision instanceof Decision.Applied applied) {
      return new Effect(
          applied.card(),
          applied.events().stream().map(event -> encoder.event(event, message)).toList());
    }
    if (decision instanceof Decision.Rejected rejected) {
      return new Effect(null, List.of(encoder.rejection(message, rejected, fold.now())));
    }
    return decision instanceof Decision.Stale stale
        ? new Effect(stale.card(), List.of())
        : new Effect(null, List.of());
  }

  /** The contestants find duplicates by source and id, each in its own table or store. */
  private static Decision repeated(Message message, Card card, UUID seen) {
    return seen.equals(message.fingerprint())
        ? new Decision.Duplicate()
        : new Decision.Rejected(
            RejectionCode.ID_REUSED, "source and id were seen before with other content", card);
  }
}
