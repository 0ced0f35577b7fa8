package io.cardflow.ordering;

import io.cardflow.domain.OrderStatus;
import io.cardflow.internalmessages.InternalMessages;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ordering.BureauReport.CardReport;
import io.cardflow.store.CardRow;
import io.cardflow.store.Cards;
import io.cardflow.store.OrderBatches;
import io.cardflow.store.OrderClaim;
import io.cardflow.store.OrderedCards;
import io.cardflow.wire.InternalMessage;
import io.cardflow.wire.StatusEncoder;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * Queries the bureau about one accepted order without recent notifications and sends its cards the
 * statuses that they have missed. An order is queried until the bureau reports every card as
 * shipped or failed: only then is nothing missing.
 */
@Singleton
class Reconciliation {

  private static final Logger LOG = Logger.getLogger(Reconciliation.class);
  private static final RetryDelay RETRIES =
      new RetryDelay(Duration.ofSeconds(10), Duration.ofMinutes(30));

  /** When to query the rest of a report: its first part is decided by then. */
  private static final Duration REST = Duration.ofMinutes(1);

  private final OrderBatches batches;
  private final OrderedCards ordered;
  private final Cards cards;
  private final CardProducer producer;
  private final InternalMessages messages;
  private final StatusEncoder encoder;
  private final Gate gate;
  private final OrderingMeters meters;
  private final Duration silence;

  Reconciliation(
      OrderBatches batches,
      OrderedCards ordered,
      Cards cards,
      CardProducer producer,
      InternalMessages messages,
      Gate gate,
      OrderingMeters meters,
      CardflowConfig config) {
    this.batches = batches;
    this.ordered = ordered;
    this.cards = cards;
    this.producer = producer;
    this.messages = messages;
    this.encoder = new StatusEncoder(config.source());
    this.gate = gate;
    this.meters = meters;
    this.silence = config.ordering().reconcileAfter();
  }

  /** Queries the bureau, unless the order had a notification in the meantime. */
  Uni<Void> step(OrderClaim claim) {
    return cards
        .ofBatch(claim.batchId())
        .flatMap(
            rows -> {
              Duration since = silentFor(rows, claim.in(Duration.ZERO));
              return since.compareTo(silence) < 0 && !claim.asked()
                  ? batches.postpone(claim, OrderStatus.CLOSED, silence.minus(since), 0, null, null)
                  : ask(claim, rows);
            });
  }

  /** By the database's clock, because the cards' times come from it. */
  private static Duration silentFor(List<CardRow> rows, Instant now) {
    Instant last = rows.stream().map(row -> row.since).max(Instant::compareTo).orElse(Instant.MIN);
    Duration since = Duration.between(last, now);
    return since.isNegative() ? Duration.ZERO : since;
  }

  private Uni<Void> ask(OrderClaim claim, List<CardRow> rows) {
    return ordered
        .accepted(claim.batchId())
        .flatMap(
            accepted ->
                batches
                    .get(claim.batchId())
                    .flatMap(
                        batch ->
                            producer
                                .follow(batch.orderId, accepted, news(batch.orderId, rows))
                                .flatMap(
                                    report ->
                                        learn(claim, batch.orderId, accepted, rows, report))));
  }

  private Uni<Void> learn(
      OrderClaim claim,
      String orderId,
      Set<String> accepted,
      List<CardRow> rows,
      BureauReport report) {
    meters.reconciled(report);
    if (report instanceof BureauReport.Failed failed) {
      Fault fault = failed.fault();
      gate.failed(fault);
      int attempts = claim.attempts() + 1;
      LOG.infof("order reconciliation postponed batch=%s cause=%s", claim.batchId(), fault.code());
      return batches.postpone(
          claim,
          OrderStatus.CLOSED,
          RETRIES.after(attempts, fault.retryAfter()),
          attempts,
          fault.code().name(),
          fault.detail());
    }
    gate.passed();
    BureauReport.Received received = (BureauReport.Received) report;
    List<InternalMessage> missed = missed(claim, orderId, rows, received);
    Fault fault = received.fault();
    boolean done = received.ended() == accepted.size();
    // A report without news is no event.
    LOG.logf(
        done || fault != null || !missed.isEmpty() ? Level.INFO : Level.DEBUG,
        "order reconciliation finished batch=%s cards=%d ended=%d missed=%d left_out=%d",
        claim.batchId(),
        accepted.size(),
        received.ended(),
        missed.size(),
        received.leftOut());
    Duration askAfter =
        fault != null && fault.code() == Fault.Code.TOO_LARGE ? REST : done ? null : silence;
    return messages
        .send(missed)
        .chain(
            () ->
                batches.reconciled(
                    claim,
                    askAfter,
                    fault == null ? null : fault.code().name(),
                    fault == null ? null : fault.detail()));
  }

  private static Predicate<CardReport> news(String orderId, List<CardRow> rows) {
    Map<String, CardRow> cards =
        rows.stream().collect(Collectors.toMap(row -> row.id, Function.identity()));
    return report -> {
      CardRow card = cards.get(report.cardId());
      return card != null && !Findings.of(report, card, orderId).isEmpty();
    };
  }

  private List<InternalMessage> missed(
      OrderClaim claim, String orderId, List<CardRow> rows, BureauReport.Received received) {
    Instant now = claim.in(Duration.ZERO);
    Map<String, CardReport> reports =
        received.cards().stream()
            .collect(Collectors.toMap(CardReport::cardId, Function.identity()));
    return rows.stream()
        .filter(row -> reports.containsKey(row.id))
        .flatMap(
            row ->
                Findings.of(reports.get(row.id), row, orderId).stream()
                    .map(status -> encoder.finding(claim.batchId(), row.id, status, now)))
        .toList();
  }
}
