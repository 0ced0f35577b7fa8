package io.cardflow.inbox;

import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.Message;
import io.cardflow.domain.Timer;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.CardflowConfig.Internal.Signature;
import io.cardflow.ops.InternalKeys;
import io.cardflow.wire.Header;
import io.cardflow.wire.MessageSignature;
import java.util.List;
import java.util.function.Supplier;

/**
 * Checks whether a sender may send a message: the worker's own need its signature, if signatures
 * are enforced, and all others what the policy demands.
 */
final class SenderCheck {

  /**
   * A refusal.
   *
   * @param sender the source by which it is counted
   * @param detail one line for the sender
   */
  record Refusal(String sender, String detail) {}

  private final MessageSignature signature;
  private final String source;
  private final Supplier<SenderPolicy> policy;

  /**
   * @param signature null if signatures are not enforced
   * @param source of the worker's own messages
   */
  SenderCheck(MessageSignature signature, String source, Supplier<SenderPolicy> policy) {
    this.signature = signature;
    this.source = source;
    this.policy = policy;
  }

  /** The check that the settings demand. */
  static SenderCheck of(CardflowConfig config, Supplier<SenderPolicy> policy) {
    boolean enforced = config.internal().signature() == Signature.ENFORCE;
    return new SenderCheck(
        enforced ? new MessageSignature(InternalKeys.of(config.internal())) : null,
        config.source(),
        policy);
  }

  /**
   * Checks a message.
   *
   * @param topicName the name of the topic
   * @return null if it is allowed
   */
  Refusal refusal(
      InboundTopic topic, String topicName, Message message, List<Header> headers, byte[] value) {
    boolean own = isOwn(message.id().source());
    if (signature != null && (own || message.body() instanceof Timer)) {
      return signature.verifies(topicName, headers, value)
          ? null
          : new Refusal(source, "the message has no valid signature of Cardflow");
    }
    SenderPolicy current = policy.get();
    return own || current.allows(topic, message)
        ? null
        : new Refusal(
            current.ruleOf(message.id().source()),
            "the policy does not allow this source to send this type for this card here");
  }

  private boolean isOwn(String of) {
    return of.equals(source) || of.startsWith(source + "/");
  }
}
