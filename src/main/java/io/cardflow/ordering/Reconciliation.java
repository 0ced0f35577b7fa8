package io.cardflow.ordering;

import io.cardflow.domain.OrderReference;
import io.cardflow.internalmessages.InternalMessages;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ordering.BureauReport.CardReport;
import io.cardflow.store.CardQuestion;
import io.cardflow.store.CardQuestions;
import io.cardflow.store.CardRow;
import io.cardflow.store.Cards;
import io.cardflow.store.QuestionOutcome;
import io.cardflow.wire.InternalMessage;
import io.cardflow.wire.StatusEncoder;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;

/**
 * Asks the bureau about one silent card and sends it the statuses that it has missed. A card is
 * asked about until the bureau reports it as delivered or failed: only then is nothing missing.
 */
@Singleton
class Reconciliation {

  private static final Logger LOG = Logger.getLogger(Reconciliation.class);
  private static final RetryDelay RETRIES =
      new RetryDelay(Duration.ofSeconds(10), Duration.ofMinutes(30));

  /** A card that has been silent for long is asked about less often, but at least once a day. */
  private static final Duration RAREST = Duration.ofDays(1);

  private final CardQuestions questions;
  private final Cards cards;
  private final CardProducer producer;
  private final InternalMessages messages;
  private final StatusEncoder encoder;
  private final Gate gate;
  private final OrderingMeters meters;
  private final Duration silence;

  Reconciliation(
      CardQuestions questions,
      Cards cards,
      CardProducer producer,
      InternalMessages messages,
      Gate gate,
      OrderingMeters meters,
      CardflowConfig config) {
    this.questions = questions;
    this.cards = cards;
    this.producer = producer;
    this.messages = messages;
    this.encoder = new StatusEncoder(config.source());
    this.gate = gate;
    this.meters = meters;
    this.silence = config.ordering().reconcileAfter();
  }

  /** The cards of a portion of questions, by id. */
  record Known(Map<String, CardRow> cards) {}

  Uni<Known> cards(List<CardQuestion> due) {
    return cards
        .of(due.stream().map(CardQuestion::cardId).filter(Objects::nonNull).toList())
        .map(
            rows -> {
              Map<String, CardRow> byId = new HashMap<>();
              rows.forEach(row -> byId.put(row.id, row));
              return new Known(byId);
            });
  }

  /** A question that was not asked; it has not failed. */
  QuestionOutcome later(CardQuestion question) {
    return new QuestionOutcome(question, RETRIES.after(1, null), false, null, null);
  }

  /** Asks; a failure of the step itself makes the question due again. */
  Uni<QuestionOutcome> step(CardQuestion question, Known known) {
    return producer
        .card(question.producerCardId())
        .flatMap(report -> learn(question, known, report))
        .onFailure()
        .recoverWithItem(
            failed -> {
              LOG.warnf(
                  "order reconciliation failed batch=%s cause=%s", question.batchId(), failed);
              return failed(
                  question, Fault.of(Fault.Code.INTERNAL, failed.getClass().getSimpleName()));
            });
  }

  private Uni<QuestionOutcome> learn(CardQuestion question, Known known, BureauReport report) {
    if (report instanceof BureauReport.Failed failed) {
      gate.failed(failed.fault());
      meters.reconciled(failed.fault());
      return Uni.createFrom().item(failed(question, failed.fault()));
    }
    gate.passed();
    CardReport card = ((BureauReport.Received) report).card();
    meters.leftOut(card.leftOut());
    if (question.cardId() == null) {
      return map(question, card);
    }
    meters.reconciled();
    CardRow row = known.cards().get(question.cardId());
    List<InternalMessage> missed = missed(question, row, card);
    return messages
        .send(missed)
        .replaceWith(
            new QuestionOutcome(
                question,
                card.stage().isLast() ? null : next(question, row),
                !missed.isEmpty(),
                null,
                null));
  }

  /** Stores which card it is; it is asked about as all others then. */
  private Uni<QuestionOutcome> map(CardQuestion question, CardReport card) {
    Fault unfit =
        Fault.of(
            Fault.Code.CARD_NOT_MAPPED,
            "a card of the order has no element with the id of a card of the batch");
    return (card.ownId() == null
            ? Uni.createFrom().item(false)
            : questions.map(question, card.ownId()))
        .map(
            mapped -> {
              if (mapped) {
                meters.reconciled();
                return new QuestionOutcome(question, Duration.ZERO, true, null, null);
              }
              meters.reconciled(unfit);
              return failed(question, unfit);
            });
  }

  private List<InternalMessage> missed(CardQuestion question, CardRow row, CardReport report) {
    Instant now = question.databaseTime();
    OrderReference recorded = row.names(question.batchId());
    return Findings.of(report, row, question.orderId()).stream()
        .map(status -> encoder.finding(question.batchId(), row.id, status, recorded, now))
        .toList();
  }

  private static QuestionOutcome failed(CardQuestion question, Fault fault) {
    return new QuestionOutcome(
        question,
        RETRIES.after(question.failures() + 1, fault.retryAfter()),
        false,
        fault.code().name(),
        fault.detail());
  }

  /**
   * A card that changes soon is asked about often. The longer it has been in its state, the longer
   * the next question waits.
   */
  private Duration next(CardQuestion question, CardRow row) {
    Duration half = Duration.between(row.since, question.databaseTime()).dividedBy(2);
    Duration rarest = silence.compareTo(RAREST) > 0 ? silence : RAREST;
    return half.compareTo(silence) < 0 ? silence : half.compareTo(rarest) > 0 ? rarest : half;
  }

  /** A portion without news is no event. */
  void log(List<QuestionOutcome> outcomes) {
    long news = outcomes.stream().filter(QuestionOutcome::news).count();
    long failed = outcomes.stream().filter(each -> each.error() != null).count();
    LOG.logf(
        news + failed > 0 ? Logger.Level.INFO : Logger.Level.DEBUG,
        "order reconciliation finished cards=%d news=%d failed=%d",
        outcomes.size(),
        news,
        failed);
  }
}
