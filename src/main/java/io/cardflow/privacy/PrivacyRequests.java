package io.cardflow.privacy;

import io.cardflow.domain.ErasureRequest;
import io.cardflow.domain.PrivacyCode;
import io.cardflow.internalmessages.InternalMessages;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.store.Erasures;
import io.cardflow.wire.DeadLetter;
import io.cardflow.wire.DeadLetterReason;
import io.cardflow.wire.Header;
import io.cardflow.wire.MessageLimits;
import io.cardflow.wire.PrivacyParser;
import io.cardflow.wire.PrivacyParser.Parsed;
import io.cardflow.wire.Pseudonym;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Takes in requests to erase personal data, at least once: a record counts as consumed when it is
 * stored, answered, or a dead letter. A fault of PostgreSQL or Kafka delays it.
 */
@ApplicationScoped
public class PrivacyRequests {

  private static final Logger LOG = Logger.getLogger(PrivacyRequests.class);

  private static final Duration FIRST_WAIT = Duration.ofMillis(200);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final Erasures erasures;
  private final PrivacyAnswers answers;
  private final InternalMessages messages;
  private final String deadLetters;

  PrivacyRequests(
      Erasures erasures, PrivacyAnswers answers, InternalMessages messages, CardflowConfig config) {
    this.erasures = erasures;
    this.answers = answers;
    this.messages = messages;
    this.deadLetters = config.topics().deadLetters();
  }

  @Incoming("privacy")
  Uni<Void> receive(ConsumerRecord<byte[], byte[]> record) {
    return Uni.createFrom()
        .deferred(() -> take(record))
        .onFailure()
        .invoke(
            failed ->
                LOG.warnf(
                    "erasure request not taken in partition=%d offset=%d cause=%s",
                    record.partition(), record.offset(), failed))
        .onFailure()
        .retry()
        .withBackOff(FIRST_WAIT, LONGEST_WAIT)
        .indefinitely();
  }

  private Uni<Void> take(ConsumerRecord<byte[], byte[]> record) {
    List<Header> headers = new ArrayList<>();
    record.headers().forEach(each -> headers.add(new Header(each.key(), each.value())));
    Parsed parsed = parse(record, headers);
    if (parsed instanceof Parsed.Request received) {
      return store(received.request(), record);
    }
    if (parsed instanceof Parsed.UnknownType unknown) {
      return answers.refuse(
          record, unknown.requestId(), unknown.messageId(), PrivacyCode.UNKNOWN_TYPE);
    }
    return deadLetter(record, headers, (Parsed.Malformed) parsed);
  }

  /** A bug in Cardflow must not keep later requests waiting. */
  private static Parsed parse(ConsumerRecord<byte[], byte[]> record, List<Header> headers) {
    try {
      return PrivacyParser.parse(record.key(), headers, record.value());
    } catch (RuntimeException bug) {
      LOG.errorf(bug, "internal error partition=%d offset=%d", record.partition(), record.offset());
      return new Parsed.Malformed(DeadLetterReason.INTERNAL_ERROR, bug.getClass().getSimpleName());
    }
  }

  private Uni<Void> store(ErasureRequest request, ConsumerRecord<?, ?> record) {
    String pseudonym = "erased-" + UUID.randomUUID();
    ErasureRequest kept =
        new ErasureRequest(
            request.id(),
            request.messageId(),
            request.kind(),
            request.subject(),
            reason(request, pseudonym));
    return erasures
        .accept(kept, pseudonym)
        .chain(
            stored ->
                stored
                    ? Uni.createFrom().voidItem()
                    : answers.refuse(
                        record, request.id(), request.messageId(), PrivacyCode.ID_REUSED));
  }

  /** The reason without the holder, and cut: in this order, so that no part of a name is left. */
  static String reason(ErasureRequest request, String pseudonym) {
    String reason =
        request.kind() == ErasureRequest.Kind.HOLDER
            ? new Pseudonym(request.subject(), pseudonym).words(request.reason())
            : request.reason();
    return reason.codePointCount(0, reason.length()) <= MessageLimits.REASON
        ? reason
        : reason.substring(0, reason.offsetByCodePoints(0, MessageLimits.REASON));
  }

  private Uni<Void> deadLetter(
      ConsumerRecord<byte[], byte[]> record, List<Header> headers, Parsed.Malformed malformed) {
    DeadLetter letter =
        DeadLetter.of(
            record.key(),
            headers,
            record.value(),
            record.value() == null ? 0 : record.value().length,
            new DeadLetter.Why(
                malformed.reason(),
                malformed.cause(),
                record.topic(),
                record.partition(),
                record.offset()));
    return send(letter)
        .onFailure(RecordTooLargeException.class)
        .recoverWithUni(() -> send(letter.shortened()))
        .onFailure(RecordTooLargeException.class)
        .recoverWithUni(() -> send(letter.last()));
  }

  private Uni<Void> send(DeadLetter letter) {
    return messages.send(deadLetters, letter.key(), letter.headers(), letter.value());
  }
}
