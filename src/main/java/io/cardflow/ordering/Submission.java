package io.cardflow.ordering;

import io.cardflow.domain.OrderStatus;
import io.cardflow.domain.ProducerStatus;
import io.cardflow.domain.ProducerStatus.OrderAccepted;
import io.cardflow.domain.ProducerStatus.OrderRefused;
import io.cardflow.internalmessages.InternalMessages;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.CardflowConfig.Gocards.UnknownOutcome;
import io.cardflow.store.CardAnswer;
import io.cardflow.store.OrderBatch;
import io.cardflow.store.OrderBatches;
import io.cardflow.store.OrderClaim;
import io.cardflow.store.OrderLine;
import io.cardflow.store.OrderedCard;
import io.cardflow.store.OrderedCards;
import io.cardflow.store.OrderedCards.Move;
import io.cardflow.wire.StatusEncoder;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * The next step of one batch: send it, or look it up if it is in doubt; store the answer; send each
 * card its outcome; close the batch. After an interruption the batch's row determines how to
 * continue.
 */
@Singleton
class Submission {

  private static final Logger LOG = Logger.getLogger(Submission.class);
  private static final RetryDelay RETRIES =
      new RetryDelay(Duration.ofSeconds(1), Duration.ofMinutes(5));

  private final OrderBatches batches;
  private final OrderedCards cards;
  private final CardProducer producer;
  private final InternalMessages messages;
  private final StatusEncoder encoder;
  private final Gate gate;
  private final OrderingMeters meters;
  private final Duration reconcileAfter;
  private final boolean lookUp;

  Submission(
      OrderBatches batches,
      OrderedCards cards,
      CardProducer producer,
      InternalMessages messages,
      Gate gate,
      OrderingMeters meters,
      CardflowConfig config) {
    this.batches = batches;
    this.cards = cards;
    this.producer = producer;
    this.messages = messages;
    this.encoder = new StatusEncoder(config.source());
    this.gate = gate;
    this.meters = meters;
    this.reconcileAfter = config.ordering().reconcileAfter();
    this.lookUp = config.gocards().unknownOutcome() == UnknownOutcome.LOOK_UP;
  }

  /** Runs the step; fails only if the database fails or another replica has claimed the batch. */
  Uni<Void> step(OrderClaim claim) {
    return claim.answered()
        ? publishOutcomes(claim)
        : batches.get(claim.batchId()).flatMap(batch -> submit(claim, batch));
  }

  private Uni<Void> submit(OrderClaim claim, OrderBatch batch) {
    return cards
        .lines(batch.id)
        .map(lines -> new Order(batch.id, batch.layoutId, batch.delivery, batch.costCentre, lines))
        .flatMap(order -> call(claim, order).flatMap(reply -> learn(claim, order, reply)));
  }

  private Uni<Reply> call(OrderClaim claim, Order order) {
    if (claim.before() == OrderStatus.COLLECTED) {
      return send(claim, order);
    }
    if (!lookUp) {
      return Uni.createFrom()
          .item(
              new Reply.Failed(
                  Fault.of(
                      Fault.Code.OUTCOME_UNKNOWN, "an operator resolves whether it was taken")));
    }
    return producer
        .find(order)
        .flatMap(
            found ->
                found instanceof Reply.NotReceived
                    ? send(claim, order)
                    : Uni.createFrom().item(found));
  }

  private Uni<Reply> send(OrderClaim claim, Order order) {
    return claim.maySend()
        ? producer.order(order, claim::lasts)
        : Uni.createFrom()
            .item(
                new Reply.Failed(
                    Fault.of(
                        Fault.Code.ORDERING_CLOSED,
                        "the bureau has not received it; it is sent when ordering is released")));
  }

  private Uni<Void> learn(OrderClaim claim, Order order, Reply reply) {
    meters.submitted(reply);
    log(claim, order, reply);
    if (reply instanceof Reply.Failed failed) {
      gate.failed(failed.fault());
      return retry(claim, failed.fault());
    }
    gate.passed();
    if (reply instanceof Reply.Taken taken) {
      return cards
          .answered(claim, taken.orderId(), taken.cards(), reconcileAfter)
          .chain(() -> publishOutcomes(claim));
    }
    if (reply instanceof Reply.Refused refused) {
      return refused(claim, order, refused);
    }
    return retry(claim, Fault.of(Fault.Code.BAD_ANSWER, "the bureau did not receive the order"));
  }

  /**
   * The cards that the bureau names fail, and the others are ordered again in another batch. If it
   * names none, each half is ordered alone, down to the card that is refused alone.
   */
  private Uni<Void> refused(OrderClaim claim, Order order, Reply.Refused refused) {
    List<String> ids = order.lines().stream().map(OrderLine::cardId).toList();
    if (refused.cards().isEmpty() && ids.size() > 1) {
      int half = ids.size() / 2;
      List<Move> halves =
          IntStream.range(0, ids.size())
              .mapToObj(i -> new Move(ids.get(i), part(order, i < half ? 1 : 2)))
              .toList();
      return cards.split(claim, List.of(), halves, refused.code(), refused.detail());
    }
    List<CardAnswer> named =
        refused.cards().isEmpty()
            ? List.of(new CardAnswer(ids.get(0), null, refused.code(), refused.detail()))
            : refused.cards();
    Set<String> failed = named.stream().map(CardAnswer::cardId).collect(Collectors.toSet());
    List<Move> others =
        ids.stream()
            .filter(id -> !failed.contains(id))
            .map(id -> new Move(id, part(order, 1)))
            .toList();
    Uni<Void> stored =
        others.isEmpty()
            ? cards.answered(claim, null, named, reconcileAfter)
            : cards.split(claim, named, others, refused.code(), refused.detail());
    return stored.chain(() -> publishOutcomes(claim));
  }

  /** The same after a repetition, so that a part has one idempotency key. */
  private static String part(Order order, int number) {
    return order.batchId() + "." + number;
  }

  /** Only a batch that was certainly not received keeps its status; any other is in doubt. */
  private Uni<Void> retry(OrderClaim claim, Fault fault) {
    boolean unsent =
        claim.before() == OrderStatus.COLLECTED && !fault.code().leavesOrderUncertain();
    int attempts = claim.attempts() + 1;
    return batches.postpone(
        claim,
        unsent ? OrderStatus.COLLECTED : OrderStatus.UNKNOWN,
        unsent || lookUp ? RETRIES.after(attempts, fault.retryAfter()) : null,
        attempts,
        fault.code().name(),
        fault.detail());
  }

  /** Sends each card its outcome; after a crash the repeated messages are duplicates. */
  private Uni<Void> publishOutcomes(OrderClaim claim) {
    return batches
        .get(claim.batchId())
        .flatMap(
            batch ->
                cards.of(batch.id).flatMap(answered -> publishOutcomes(claim, batch, answered)));
  }

  private Uni<Void> publishOutcomes(
      OrderClaim claim, OrderBatch batch, List<OrderedCard> answered) {
    Instant now = claim.in(Duration.ZERO);
    boolean any = answered.stream().anyMatch(card -> card.accepted);
    boolean unknown =
        answered.stream().anyMatch(card -> card.accepted && card.producerCardId == null);
    return messages
        .send(
            answered.stream()
                .map(card -> encoder.outcome(batch.id, card.cardId, outcome(batch, card), now))
                .toList())
        .onItemOrFailure()
        .transformToUni(
            (sent, failure) ->
                failure == null
                    ? batches.close(
                        claim,
                        batch.orderId == null ? OrderStatus.REFUSED : OrderStatus.CLOSED,
                        unknown ? Duration.ZERO : null,
                        !any)
                    : unsent(claim, failure));
  }

  private Uni<Void> unsent(OrderClaim claim, Throwable failure) {
    int attempts = claim.attempts() + 1;
    String cause = "outcomes were not sent: " + failure.getClass().getSimpleName();
    LOG.warnf(
        "order outcomes failed batch=%s attempt=%d cause=%s", claim.batchId(), attempts, cause);
    return batches.postpone(
        claim,
        OrderStatus.SUBMITTED,
        RETRIES.after(attempts, null),
        attempts,
        Fault.Code.INTERNAL.name(),
        cause);
  }

  private static ProducerStatus outcome(OrderBatch batch, OrderedCard card) {
    return card.accepted
        ? new OrderAccepted(batch.id, batch.orderId, card.producerCardId)
        : new OrderRefused(batch.id, null, card.refusalCode, card.refusalDetail);
  }

  private static void log(OrderClaim claim, Order order, Reply reply) {
    LOG.infof(
        "order submission finished batch=%s cards=%d attempt=%d outcome=%s ms=%d",
        order.batchId(),
        order.lines().size(),
        claim.attempts() + 1,
        OrderingMeters.outcome(reply),
        (System.nanoTime() - claim.nanoTime()) / 1_000_000);
  }
}
