package io.cardflow.domain;

/**
 * Decides one message about one card: a pure function of message, card and policy. {@link Fold}
 * provides the time and the state.
 */
final class MessageRules {

  private final CommandRules commands;
  private final TimerRules timers;

  MessageRules(Policy policy) {
    this.commands = new CommandRules(policy);
    this.timers = new TimerRules(policy);
  }

  Decision decide(Message message, Situation situation) {
    if (message.body() instanceof Command command) {
      return commands.decide(message, command, situation);
    }
    if (message.body() instanceof ProducerStatus status) {
      return StatusRules.decide(message, status, situation);
    }
    if (message.body() instanceof Timer timer) {
      return timers.decide(message, timer, situation);
    }
    return new Decision.Rejected(
        RejectionCode.UNKNOWN_TYPE,
        "the type does not belong on the topic it came by",
        situation.card());
  }
}
