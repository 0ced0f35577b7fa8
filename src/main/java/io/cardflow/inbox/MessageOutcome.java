package io.cardflow.inbox;

import io.cardflow.domain.Command;
import io.cardflow.domain.Decision.Rejected;
import io.cardflow.domain.JournalPosition;
import io.cardflow.domain.Message;
import io.cardflow.domain.Outcome;
import io.cardflow.domain.RejectionCode;
import io.cardflow.store.JournalEntry;
import io.cardflow.wire.Outgoing;
import java.util.List;

/**
 * The result of deciding a message.
 *
 * @param records events or a rejection, in the order in which they are published
 */
record MessageOutcome(List<Outgoing> records, JournalEntry entry) {

  static MessageOutcome applied(
      JournalPosition at,
      Message message,
      JournalPosition previous,
      int version,
      List<Outgoing> events) {
    return new MessageOutcome(
        events, entry(at, message, previous, Outcome.APPLIED, null, reason(message), version));
  }

  static MessageOutcome rejected(
      JournalPosition at,
      Message message,
      JournalPosition previous,
      Rejected rejected,
      Outgoing rejection) {
    return new MessageOutcome(
        List.of(rejection),
        entry(
            at,
            message,
            previous,
            Outcome.REJECTED,
            rejected.code().name(),
            rejected.detail(),
            null));
  }

  /** It is no part of its card's history, and the card does not take it in. */
  static MessageOutcome unauthorized(
      JournalPosition at, Message message, String detail, Outgoing rejection) {
    return new MessageOutcome(
        List.of(rejection),
        entry(
            at,
            message,
            null,
            Outcome.REJECTED,
            RejectionCode.NOT_AUTHORIZED.name(),
            detail,
            null));
  }

  static MessageOutcome stale(JournalPosition at, Message message, JournalPosition previous) {
    return new MessageOutcome(
        List.of(), entry(at, message, previous, Outcome.STALE, null, null, null));
  }

  /** A duplicate is no part of its card's history. */
  static MessageOutcome duplicate(JournalPosition at, Message message) {
    return new MessageOutcome(
        List.of(), entry(at, message, null, Outcome.DUPLICATE, null, null, null));
  }

  /** A record that its card's home partition decides. */
  static MessageOutcome forwarded(JournalPosition at, Message message) {
    return new MessageOutcome(
        List.of(), entry(at, message, null, Outcome.FORWARDED, null, null, null));
  }

  private static JournalEntry entry(
      JournalPosition at,
      Message message,
      JournalPosition previous,
      Outcome outcome,
      String code,
      String reason,
      Integer version) {
    return new JournalEntry(
        at,
        message.cardId(),
        message.id(),
        message.type(),
        message.time(),
        message.actor(),
        message.correlationId(),
        message.contentDigest(),
        outcome,
        code,
        reason,
        version,
        previous);
  }

  private static String reason(Message message) {
    return message.body() instanceof Command command ? command.reason() : null;
  }
}
