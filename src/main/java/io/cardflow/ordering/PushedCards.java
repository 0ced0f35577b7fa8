package io.cardflow.ordering;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.ordering.BureauReport.CardReport;
import io.cardflow.store.Outage;
import io.cardflow.store.PushedEvents;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Takes the events that the bureau pushes. It is created with the first of them: routes are added
 * before the channels to Kafka are there.
 */
@ApplicationScoped
public class PushedCards {

  private static final Logger LOG = Logger.getLogger(PushedCards.class);

  private final PushReader reader;
  private final PushedEvents events;
  private final MissedStatuses statuses;
  private final OrderingMeters meters;
  private final boolean thin;
  private final boolean cloudEvents;

  PushedCards(
      PushReader reader,
      PushedEvents events,
      MissedStatuses statuses,
      OrderingMeters meters,
      CardflowConfig config) {
    this.reader = reader;
    this.events = events;
    this.statuses = statuses;
    this.meters = meters;
    this.thin = config.gocards().push().thin();
    this.cloudEvents = config.gocards().push().origins().isPresent();
  }

  /**
   * Takes an event. Never fails; a body that cannot be used is an outcome too.
   *
   * @param type the type of a CloudEvent in binary mode; null if there is none
   * @return the outcome, when its effect is stored in Kafka or PostgreSQL
   */
  public Uni<PushOutcome> take(byte[] body, String type) {
    return Uni.createFrom()
        .item(() -> reader.read(body, cloudEvents, type))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .flatMap(this::take)
        .onFailure()
        .recoverWithItem(PushedCards::failed);
  }

  private Uni<PushOutcome> take(PushedReport report) {
    if (report instanceof PushedReport.OfCard of) {
      return thin ? hint(of.card().producerCardId()) : apply(of.card());
    }
    return Uni.createFrom()
        .item(
            report instanceof PushedReport.OfOther
                ? PushOutcome.UNKNOWN_TOPIC
                : PushOutcome.UNUSABLE);
  }

  private Uni<PushOutcome> apply(CardReport card) {
    meters.leftOut(card.leftOut());
    return statuses
        .publish(card)
        .flatMap(
            sent -> {
              if (sent == null) {
                return keep(card.producerCardId(), KeptFacts.json(card));
              }
              return Uni.createFrom()
                  .item(sent == 0 ? PushOutcome.NOTHING_NEW : PushOutcome.APPLIED);
            });
  }

  private Uni<PushOutcome> hint(String producerCardId) {
    return events
        .ask(producerCardId)
        .flatMap(
            known -> known ? Uni.createFrom().item(PushOutcome.ASKED) : keep(producerCardId, null));
  }

  private Uni<PushOutcome> keep(String producerCardId, String facts) {
    return events
        .keep(producerCardId, facts)
        .map(kept -> kept ? PushOutcome.KEPT : PushOutcome.NOT_KEPT);
  }

  private static PushOutcome failed(Throwable failure) {
    if (failure instanceof KafkaAway) {
      LOG.debugf("push failed cause=%s", failure.getMessage());
      return PushOutcome.KAFKA_UNAVAILABLE;
    }
    if (Outage.isCauseOf(failure)) {
      LOG.debugf("push failed cause=%s", failure.getClass().getSimpleName());
      return PushOutcome.DATABASE_UNAVAILABLE;
    }
    // Its message may quote data.
    LOG.errorf("push failed cause=%s", failure.getClass().getName());
    return PushOutcome.FAILED;
  }
}
