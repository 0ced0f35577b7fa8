package io.cardflow.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.api.MessageView.EventView;
import io.cardflow.api.MessageView.MessageIdView;
import io.cardflow.api.MessageView.PositionView;
import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.JournalPosition;
import io.cardflow.domain.MessageId;
import io.cardflow.domain.Outcome;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.store.DecidedMessage;
import io.cardflow.store.JournalEntry;
import io.cardflow.store.JournalReader;
import io.cardflow.wire.JournaledOutput;
import io.cardflow.wire.Outgoing;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what became of messages, with what was published for them. */
@Singleton
class Messages {

  private final JournalReader journal;
  private final Texts texts;
  private final CardflowConfig.Topics topics;

  Messages(JournalReader journal, Texts texts, CardflowConfig config) {
    this.journal = journal;
    this.texts = texts;
    this.topics = config.topics();
  }

  /** The name of an inbound topic. */
  String name(InboundTopic topic) {
    return switch (topic) {
      case COMMANDS -> topics.commands();
      case PRODUCER_STATUS -> topics.producerStatus();
    };
  }

  /** The inbound topic with a name. */
  Optional<InboundTopic> topic(String name) {
    for (InboundTopic topic : InboundTopic.values()) {
      if (name(topic).equals(name)) {
        return Optional.of(topic);
      }
    }
    return Optional.empty();
  }

  /**
   * What became of the record at a position; pending if it is not decided yet, empty if there is no
   * such record, or if retention has removed its outcome.
   */
  Uni<Optional<MessageView>> at(InboundTopic topic, int partition, long offset) {
    return journal
        .at(topic, partition, offset)
        .chain(
            found ->
                found.isPresent()
                    ? view(found.get()).map(Optional::of)
                    : undecided(topic, partition, offset));
  }

  private Uni<Optional<MessageView>> undecided(InboundTopic topic, int partition, long offset) {
    PositionView position = new PositionView(name(topic), partition, offset);
    return journal
        .isAhead(topic, partition, offset)
        .map(ahead -> ahead ? Optional.of(MessageView.pending(position)) : Optional.empty());
  }

  /** A duplicate has the outcome of the first message with its id, too. */
  private Uni<MessageView> view(DecidedMessage message) {
    Uni<MessageView> alone = views(List.of(message)).map(views -> views.get(0));
    JournalEntry entry = message.entry();
    return entry.outcome() == Outcome.DUPLICATE
        ? alone.chain(
            view -> by(entry.cardId(), entry.id()).map(first -> view.with(first.orElse(null))))
        : alone;
  }

  /** What became of the first message with an id at a card; empty if the card has none. */
  Uni<Optional<MessageView>> by(String cardId, MessageId id) {
    return journal
        .find(cardId, id)
        .chain(
            found -> {
              if (found.message().isPresent()) {
                return views(List.of(found.message().get()))
                    .map(views -> Optional.of(views.get(0)));
              }
              return Uni.createFrom()
                  .item(
                      found.taken()
                          ? Optional.of(MessageView.removed(cardId))
                          : Optional.<MessageView>empty());
            });
  }

  /** The messages of a card from an entry back, the latest first. */
  Uni<List<DecidedMessage>> history(JournalPosition from, int most) {
    return journal.history(from, most);
  }

  /** Reads each unit of work once. */
  Uni<List<MessageView>> views(List<DecidedMessage> messages) {
    Map<Long, Set<Integer>> wanted =
        messages.stream()
            .filter(message -> publishes(message.entry().outcome()))
            .collect(
                Collectors.groupingBy(
                    DecidedMessage::unitId,
                    Collectors.mapping(DecidedMessage::index, Collectors.toSet())));
    Map<Long, Map<Integer, List<Outgoing>>> published = new HashMap<>();
    return Multi.createFrom()
        .iterable(wanted.entrySet())
        .onItem()
        .transformToUniAndConcatenate(
            unit ->
                journal
                    .output(unit.getKey())
                    .invoke(
                        block ->
                            published.put(
                                unit.getKey(),
                                JournaledOutput.read(
                                    block.orElse(null), unit.getValue()::contains))))
        .collect()
        .last()
        .map(
            done ->
                messages.stream()
                    .map(
                        message ->
                            view(
                                message,
                                published
                                    .getOrDefault(message.unitId(), Map.of())
                                    .getOrDefault(message.index(), List.of())))
                    .toList());
  }

  /** Of a dead letter, the journal has no output that may be shown. */
  private static boolean publishes(Outcome outcome) {
    return outcome == Outcome.APPLIED || outcome == Outcome.REJECTED;
  }

  private MessageView view(DecidedMessage decided, List<Outgoing> published) {
    JournalEntry entry = decided.entry();
    return new MessageView(
        MessageView.Status.DECIDED,
        new PositionView(name(decided.topic()), decided.partition(), decided.offset()),
        decided.decidedAt(),
        entry.outcome(),
        entry.code(),
        entry.reason(),
        entry.cardId(),
        entry.version(),
        entry.id() == null
            ? null
            : new MessageIdView(entry.id().id(), entry.id().source(), entry.type(), entry.time()),
        entry.actor(),
        entry.correlationId(),
        published.stream().map(this::event).toList(),
        null);
  }

  private EventView event(Outgoing published) {
    return new EventView(
        header(published, "ce_id"),
        header(published, "ce_type"),
        PersonalData.MASKED.event(texts.tree(published.value())));
  }

  private static String header(Outgoing published, String name) {
    return published.headers().stream()
        .filter(header -> header.name().equals(name))
        .map(header -> new String(header.value(), UTF_8))
        .findFirst()
        .orElse(null);
  }
}
