package io.cardflow.api;

import io.cardflow.internalmessages.InternalMessages;
import io.cardflow.internalmessages.SentRecord;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.store.PutBacks;
import io.cardflow.store.PutBacks.Claimed;
import io.cardflow.wire.PublishedDeadLetter;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;

/**
 * Puts dead letters back: writes key, value and headers as they were received to the topic that
 * they came by, as a new record.
 *
 * <p>Each letter is put back once. Only if the process ends, or Kafka does not answer, between the
 * claim and the stored position of the new record, the record may be written twice. That has no
 * second effect: a message that is decided takes its id with it, and a record that is not a message
 * becomes a dead letter again.
 */
@Singleton
class PutBack {

  private static final Logger LOG = Logger.getLogger(PutBack.class);

  /** How many times in a row a record may be put back: more looks like a loop. */
  static final int MOST_IN_A_ROW = 2;

  private final DeadLetters letters;
  private final PutBacks putBacks;
  private final InternalMessages messages;
  private final Set<String> topics;

  PutBack(
      DeadLetters letters, PutBacks putBacks, InternalMessages messages, CardflowConfig config) {
    this.letters = letters;
    this.putBacks = putBacks;
    this.messages = messages;
    this.topics =
        Set.of(
            config.topics().commands(),
            config.topics().producerStatus(),
            config.topics().privacy());
  }

  /** The position of the new record. */
  record Target(String topic, int partition, long offset) {}

  /**
   * Puts a letter back.
   *
   * @param auditId the id of the audit entry that the act belongs to
   * @return when the brokers have the record; fails with UNKNOWN_RECORD, with CONFLICT if the
   *     letter cannot be put back or was before, with KAFKA_UNAVAILABLE, or with TOO_MANY_REQUESTS
   */
  Uni<Target> put(int partition, long offset, String auditId) {
    return letters
        .identify(new RecordAddress(partition, offset))
        .chain(
            read -> {
              PublishedDeadLetter letter = LetterSummary.letter(read.record());
              boolean cut = read.record().value() != null && letter.value() == null;
              requirePossible(letter, cut);
              PutBacks.Letter key = new PutBacks.Letter(read.topicId(), partition, offset);
              PutBacks.Place origin =
                  new PutBacks.Place(letter.topic(), letter.partition(), letter.offset());
              return putBacks
                  .claim(key, auditId, origin, MOST_IN_A_ROW)
                  .chain(claimed -> write(claimed, key, auditId, letter));
            });
  }

  private void requirePossible(PublishedDeadLetter letter, boolean cut) {
    if (letter.topic() == null || letter.partition() == null || letter.offset() == null) {
      throw conflict("the record is not a dead letter of Cardflow");
    }
    if (!topics.contains(letter.topic())) {
      throw conflict("the letter came by a topic that Cardflow does not consume with its settings");
    }
    if (letter.missing() != null) {
      throw conflict(letter.missing());
    }
    if (cut) {
      throw conflict("the value is larger than Cardflow reads");
    }
  }

  private Uni<Target> write(
      Claimed claimed, PutBacks.Letter key, String auditId, PublishedDeadLetter letter) {
    if (claimed instanceof Claimed.Before before) {
      String at = before.at().truncatedTo(ChronoUnit.SECONDS).toString();
      throw conflict(
          before.written()
              ? "the letter was put back at " + at
              : "the letter is being put back since "
                  + at
                  + "; if that was interrupted, it can be put back one minute later");
    }
    if (claimed instanceof Claimed.TooOften) {
      throw conflict(
          "the record was put back "
              + MOST_IN_A_ROW
              + " times in a row and became a dead letter again; remove the cause first");
    }
    return messages
        .sendUnsigned(
            letter.topic(), letter.originalKey(), letter.originalHeaders(), letter.value())
        .onFailure(PutBack::isRefused)
        .call(refused -> quietly("release", putBacks.release(key, auditId)))
        .onFailure()
        .transform(PutBack::problem)
        .call(sent -> quietly("target", putBacks.written(key, auditId, place(sent))))
        .map(sent -> new Target(sent.topic(), sent.partition(), sent.offset()));
  }

  /** Whether the record is certainly not written. */
  private static boolean isRefused(Throwable failed) {
    return failed instanceof RecordTooLargeException
        || failed instanceof InvalidRecordException
        || failed instanceof InvalidTimestampException
        || failed instanceof AuthorizationException;
  }

  private static ApiException problem(Throwable failed) {
    if (failed instanceof AuthorizationException) {
      return RecordReads.unavailable("of the letter", failed);
    }
    if (isRefused(failed)) {
      return conflict("the topic does not accept the record");
    }
    return new ApiException(
        ProblemCode.KAFKA_UNAVAILABLE,
        "it is not known whether the record was written; the letter can be put back in a minute");
  }

  /** What is written cannot be undone, and what is not written is reported anyway. */
  private static Uni<Void> quietly(String what, Uni<Void> work) {
    return work.onFailure()
        .invoke(failed -> LOG.warnf("put-back not stored what=%s cause=%s", what, failed))
        .onFailure()
        .recoverWithNull();
  }

  private static PutBacks.Place place(SentRecord sent) {
    return new PutBacks.Place(sent.topic(), sent.partition(), sent.offset());
  }

  private static ApiException conflict(String detail) {
    return new ApiException(ProblemCode.CONFLICT, detail);
  }
}
