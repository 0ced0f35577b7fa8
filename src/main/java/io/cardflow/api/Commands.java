package io.cardflow.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cardflow.api.MessageView.PositionView;
import io.cardflow.domain.Position;
import io.cardflow.internalmessages.InternalMessages;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.wire.CommandEncoder;
import io.cardflow.wire.EncodedCommand;
import io.cardflow.wire.InternalMessage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Publishes commands, and waits for their outcomes where they are decided. */
@Singleton
class Commands {

  /** How long a caller may wait, in seconds. */
  static final int MOST_WAIT = 30;

  /** How many callers wait at a time; others get the address of the outcome. */
  private static final int MOST_WAITING = 50;

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Pattern KEY = Pattern.compile("[!-~]{1,256}");
  private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait=(\\d{1,4})(?:$|[,;\\s])");
  private static final int MOST_REASON = 500;

  private final Semaphore waiting = new Semaphore(MOST_WAITING);
  private final CommandEncoder encoder;
  private final InternalMessages sender;
  private final Messages messages;
  private final Replies replies;

  Commands(InternalMessages sender, Messages messages, Replies replies, CardflowConfig config) {
    this.encoder = new CommandEncoder(config.source() + "/api");
    this.sender = sender;
    this.messages = messages;
    this.replies = replies;
  }

  /**
   * Checks an idempotency key.
   *
   * @return a random one for null
   */
  static String key(String given) {
    if (given == null) {
      return UUID.randomUUID().toString();
    }
    if (!KEY.matcher(given).matches()) {
      throw new ApiException(
          ProblemCode.INVALID_PARAMETER,
          "Idempotency-Key must have 1 to 256 visible characters of ASCII");
    }
    return given;
  }

  /**
   * Checks a reason.
   *
   * @return null for an empty one
   */
  static String reason(String given) {
    if (given == null || given.isBlank()) {
      return null;
    }
    if (given.chars().anyMatch(Character::isISOControl)) {
      throw new ApiException(ProblemCode.INVALID_BODY, "reason must not have control characters");
    }
    if (given.codePointCount(0, given.length()) > MOST_REASON) {
      throw new ApiException(
          ProblemCode.INVALID_BODY, "reason must have at most " + MOST_REASON + " characters");
    }
    return given;
  }

  /** Checks a reason that is required. */
  static String requiredReason(String given) {
    String reason = reason(given);
    if (reason == null) {
      throw new ApiException(ProblemCode.INVALID_BODY, "reason is required");
    }
    return reason;
  }

  /**
   * Checks that a body names one of the commands.
   *
   * @throws ApiException INVALID_BODY
   */
  static String type(CommandBody body) {
    if (body == null || !CommandEncoder.names().contains(body.type())) {
      throw new ApiException(
          ProblemCode.INVALID_BODY, "type must be one of " + CommandEncoder.names());
    }
    return body.type();
  }

  /** How long to wait for the outcome by the header Prefer (RFC 7240), 0 for not at all. */
  static Duration wait(String prefer) {
    Matcher wait = WAIT.matcher(prefer == null ? "" : prefer);
    return Duration.ofSeconds(
        wait.find() ? Math.min(MOST_WAIT, Integer.parseInt(wait.group(1))) : 0);
  }

  /**
   * Encodes a command.
   *
   * @throws ApiException INVALID_MESSAGE
   */
  InternalMessage encode(String cardId, String key, String actor, CommandBody body, Instant now) {
    if (body.data() != null && !body.data().isObject() && !body.data().isNull()) {
      throw new ApiException(ProblemCode.INVALID_BODY, "data must be an object");
    }
    ObjectNode data =
        body.data() instanceof ObjectNode given ? given : JsonNodeFactory.instance.objectNode();
    if (body.reason() != null
        && CommandEncoder.hasReason(body.type())
        && !data.hasNonNull("reason")) {
      data.put("reason", body.reason());
    }
    EncodedCommand encoded =
        encoder.encode(body.type(), cardId, key, actor, now, replies.bytes(data));
    if (encoded.fault() != null) {
      throw new ApiException(ProblemCode.INVALID_MESSAGE, encoded.fault());
    }
    return encoded.message();
  }

  /** Publishes a message of Cardflow; fails with KAFKA_UNAVAILABLE. */
  Uni<PositionView> publish(InternalMessage message) {
    return unavailable(sender.send(List.of(message))).map(sent -> view(sent.get(0)));
  }

  /** Publishes messages of other sources as they are; fails with KAFKA_UNAVAILABLE. */
  Uni<List<PositionView>> relay(List<InternalMessage> relayed) {
    return unavailable(sender.relay(relayed)).map(sent -> sent.stream().map(this::view).toList());
  }

  /** The outcome of a published message, pending after the time has passed. */
  Uni<MessageView> outcome(PositionView position, Duration time) {
    return waiting.tryAcquire()
        ? await(position, System.nanoTime() + time.toNanos())
            .onTermination()
            .invoke(() -> waiting.release())
        : Uni.createFrom().item(MessageView.pending(position));
  }

  private Uni<MessageView> await(PositionView position, long until) {
    return Uni.createFrom()
        .deferred(() -> read(position))
        .repeat()
        .withDelay(PAUSE)
        .until(view -> false)
        .select()
        .where(
            view -> view.status() != MessageView.Status.PENDING || System.nanoTime() - until >= 0)
        .toUni();
  }

  private Uni<MessageView> read(PositionView position) {
    return messages
        .at(messages.topic(position.topic()).orElseThrow(), position.partition(), position.offset())
        .map((Optional<MessageView> found) -> found.orElseGet(() -> MessageView.pending(position)));
  }

  private static <T> Uni<T> unavailable(Uni<T> send) {
    return send.onFailure()
        .transform(
            failed ->
                new ApiException(
                    ProblemCode.KAFKA_UNAVAILABLE,
                    "the message may have been published; repeat it under the same key"));
  }

  private PositionView view(Position position) {
    return new PositionView(
        messages.name(position.partition().topic()),
        position.partition().number(),
        position.offset());
  }
}
