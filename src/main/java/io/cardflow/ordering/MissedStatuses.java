package io.cardflow.ordering;

import io.cardflow.domain.OrderReference;
import io.cardflow.internalmessages.InternalMessages;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ordering.BureauReport.CardReport;
import io.cardflow.store.BureauCard;
import io.cardflow.store.CardRow;
import io.cardflow.store.Cards;
import io.cardflow.store.PushedEvents;
import io.cardflow.wire.InternalMessage;
import io.cardflow.wire.StatusEncoder;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Publishes the statuses that a card lacks by a pushed report. Their ids depend on their content,
 * as those of look-ups do: the same event again, late, or in another order has no second effect.
 */
@Singleton
class MissedStatuses {

  private final PushedEvents events;
  private final Cards cards;
  private final Function<List<InternalMessage>, Uni<?>> sender;
  private final StatusEncoder encoder;

  @Inject
  MissedStatuses(
      PushedEvents events, Cards cards, InternalMessages messages, CardflowConfig config) {
    this(events, cards, messages::send, config.source());
  }

  MissedStatuses(
      PushedEvents events,
      Cards cards,
      Function<List<InternalMessage>, Uni<?>> sender,
      String source) {
    this.events = events;
    this.cards = cards;
    this.sender = sender;
    this.encoder = new StatusEncoder(source);
  }

  /**
   * Publishes them.
   *
   * @return their number, when the brokers have acknowledged all of them; null if no card is known
   *     under the bureau's id. Fails with {@link KafkaAway} if they have not.
   */
  Uni<Integer> publish(CardReport report) {
    return events
        .cards(report.producerCardId())
        .flatMap(
            known ->
                known.isEmpty()
                    ? Uni.createFrom().nullItem()
                    : cards
                        .of(known.stream().map(BureauCard::cardId).toList())
                        .flatMap(rows -> send(missed(report, known, rows))));
  }

  private List<InternalMessage> missed(
      CardReport report, List<BureauCard> known, List<CardRow> rows) {
    Map<String, CardRow> byId = rows.stream().collect(Collectors.toMap(row -> row.id, row -> row));
    List<InternalMessage> missed = new ArrayList<>();
    for (BureauCard card : known) {
      CardRow row = byId.get(card.cardId());
      OrderReference recorded = row.names(card.batchId());
      Findings.of(report, row, card.orderId())
          .forEach(
              status ->
                  missed.add(
                      encoder.finding(card.batchId(), row.id, status, recorded, card.readAt())));
    }
    return missed;
  }

  private Uni<Integer> send(List<InternalMessage> missed) {
    if (missed.isEmpty()) {
      return Uni.createFrom().item(0);
    }
    return sender.apply(missed).onFailure().transform(KafkaAway::new).replaceWith(missed.size());
  }
}
