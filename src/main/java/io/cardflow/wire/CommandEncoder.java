package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.domain.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Encodes commands of callers over HTTP, as an IAM system would send them. Thread-safe. */
public final class CommandEncoder {

  private static final Map<String, InboundType> BY_NAME =
      Arrays.stream(InboundType.values())
          .filter(type -> type.isCommand() && type != InboundType.EXPIRE_CARD)
          .collect(Collectors.toUnmodifiableMap(InboundType::shortName, Function.identity()));

  private final String source;

  /**
   * @param source the {@code source} of the messages, a URI reference
   */
  public CommandEncoder(String source) {
    this.source = Objects.requireNonNull(source, "source");
  }

  /** The names of the commands, such as {@code lock-card}; without that of the worker's timer. */
  public static List<String> names() {
    return BY_NAME.keySet().stream().sorted().toList();
  }

  /** Whether the data of a command can have a reason. */
  public static boolean hasReason(String name) {
    return name.equals(Trigger.ABORT_ORDER.messageName())
        || name.equals(Trigger.WITHDRAW_CARD.messageName())
        || name.equals(Trigger.LOCK_CARD.messageName())
        || name.equals(Trigger.REPLACE_PRODUCTION.messageName())
        || name.equals(Trigger.ACCEPT_ORDER.messageName());
  }

  /**
   * Encodes a command, and checks it as the inbox would.
   *
   * @param name one of {@link #names}
   * @param id the message id
   * @param actor the person or service acting; it becomes {@code authid}
   * @param time the sending time
   * @param data JSON in UTF-8
   */
  public EncodedCommand encode(
      String name, String cardId, String id, String actor, Instant time, byte[] data) {
    InboundType type = BY_NAME.get(name);
    if (type == null) {
      return EncodedCommand.invalid("the type is none of " + names());
    }
    if (!CardId.isValid(cardId)) {
      return EncodedCommand.invalid("the path has no valid card id");
    }
    List<Header> headers =
        new ArrayList<>(InternalMessage.event(source, id, type, cardId, time, data).headers());
    headers.add(new Header(Attribute.AUTHID.header, actor.getBytes(UTF_8)));
    return EncodedCommand.of(cardId, time, List.copyOf(headers), data);
  }
}
