package io.cardflow.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cardflow.api.MessageView.PositionView;
import io.cardflow.domain.BulkAction;
import io.cardflow.domain.BulkAction.Item;
import io.cardflow.domain.BulkAction.Kind;
import io.cardflow.domain.BulkAction.Status;
import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.Outcome;
import io.cardflow.domain.Position;
import io.cardflow.store.Summaries;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** The steps of an item of an action: its message is sent, and its outcome read. */
@Singleton
class ActionSteps {

  private final Commands commands;
  private final PutBack putBack;
  private final Messages messages;
  private final Summaries summaries;

  ActionSteps(Commands commands, PutBack putBack, Messages messages, Summaries summaries) {
    this.commands = commands;
    this.putBack = putBack;
    this.messages = messages;
    this.summaries = summaries;
  }

  /** Sends the message of a waiting item; fails if Kafka or PostgreSQL does not answer. */
  Uni<Item> send(BulkAction action, Item item) {
    Uni<Item> sent = action.kind() == Kind.PUT_BACK ? putBack(action, item) : command(action, item);
    // An item that cannot be sent at all must not hold back the others.
    return sent.onFailure(ActionSteps::isFinal)
        .recoverWithItem(
            failed ->
                new Item(
                    item.number(),
                    item.subject(),
                    Status.FAILED,
                    ((ApiException) failed).code().id(),
                    null));
  }

  private static boolean isFinal(Throwable failed) {
    return failed instanceof ApiException known
        && known.code().status < 500
        && known.code().status != 429;
  }

  private Uni<Item> command(BulkAction action, Item item) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    if (action.validUntil() != null) {
      data.put("validUntil", action.validUntil().toString());
    }
    CommandBody body =
        new CommandBody(action.kind().trigger().messageName(), data, action.reason());
    String key = "action/%s/%d".formatted(action.id(), item.number());
    return summaries
        .now()
        .chain(
            now ->
                commands.publish(commands.encode(item.subject(), key, action.actor(), body, now)))
        .map(position -> sent(item, position));
  }

  private Uni<Item> putBack(BulkAction action, Item item) {
    RecordAddress letter = RecordAddress.of(item.subject());
    return putBack
        .put(letter.partition(), letter.offset(), action.auditId())
        .map(
            target ->
                sent(item, new PositionView(target.topic(), target.partition(), target.offset())));
  }

  private Item sent(Item item, PositionView at) {
    return messages
        .topic(at.topic())
        .map(
            topic ->
                new Item(
                    item.number(),
                    item.subject(),
                    Status.SENT,
                    null,
                    new Position(new InboundPartition(topic, at.partition()), at.offset())))
        .orElseGet(() -> new Item(item.number(), item.subject(), Status.PUBLISHED, null, null));
  }

  /** Reads the outcome of a sent item, which stays sent until it is decided. */
  Uni<Item> outcome(Item item) {
    Position at = item.position();
    return messages
        .at(at.partition().topic(), at.partition().number(), at.offset())
        .map(
            found ->
                found
                    .map(view -> view.first() == null ? view : view.first())
                    .filter(view -> view.status() == MessageView.Status.DECIDED)
                    .map(view -> decided(item, view))
                    .orElse(item));
  }

  private static Item decided(Item item, MessageView view) {
    Status status = status(view.outcome());
    return status == Status.SENT
        ? item
        : new Item(item.number(), item.subject(), status, view.code(), item.position());
  }

  /** A forwarded record is decided elsewhere, under another position. */
  private static Status status(Outcome outcome) {
    return switch (outcome) {
      case APPLIED, STALE, DUPLICATE -> Status.APPLIED;
      case REJECTED -> Status.REJECTED;
      case DEAD_LETTERED -> Status.DEAD_LETTERED;
      case FORWARDED -> Status.PUBLISHED;
    };
  }
}
