package io.cardflow.domain;

import static net.jqwik.api.Arbitraries.frequencyOf;
import static net.jqwik.api.Arbitraries.just;
import static net.jqwik.api.Arbitraries.of;

import io.cardflow.domain.Command.AbortOrder;
import io.cardflow.domain.Command.AcceptOrder;
import io.cardflow.domain.Command.AssignCard;
import io.cardflow.domain.Command.ExpireCard;
import io.cardflow.domain.Command.ExtendCard;
import io.cardflow.domain.Command.InitializeCard;
import io.cardflow.domain.Command.LockCard;
import io.cardflow.domain.Command.ReplaceProduction;
import io.cardflow.domain.Command.WithdrawCard;
import io.cardflow.domain.ProducerStatus.CardProduced;
import io.cardflow.domain.ProducerStatus.CardShipped;
import io.cardflow.domain.ProducerStatus.OrderAccepted;
import io.cardflow.domain.ProducerStatus.OrderRefused;
import io.cardflow.domain.ProducerStatus.ProductionFailed;
import io.cardflow.domain.ProducerStatus.ProductionStarted;
import io.cardflow.domain.ProducerStatus.Readout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** Random messages about a few cards and holders, including duplicates and contradictions. */
final class FoldScenarios {

  private static final List<String> CARDS = List.of("T-1", "T-2", "T-3");

  /** The next action: a step, or a body that becomes a message with a new id. */
  private record Move(Step step, String cardId, Message.Body body, Naming naming, int back) {}

  private enum Naming {
    NEW,
    REPEATED,
    REUSED
  }

  private FoldScenarios() {}

  static String batch(String cardId) {
    return "B-" + cardId;
  }

  private static String order(String cardId) {
    return "OD-" + cardId;
  }

  static Arbitrary<Policy> policies() {
    return of(Given.QUEUED, Given.IMMEDIATE, Given.SEVERAL_CARDS);
  }

  /** Some cards start in later states, so that all states occur equally often. */
  static Arbitrary<List<Step>> scenarios() {
    Arbitrary<List<Move>> starts =
        Combinators.combine(CARDS.stream().map(FoldScenarios::start).toList())
            .as(each -> each.stream().flatMap(List::stream).toList());
    return Combinators.combine(
            starts, moves().list().ofMaxSize(60).withSizeDistribution(RandomDistribution.uniform()))
        .as(FoldScenarios::steps);
  }

  private static Arbitrary<List<Move>> start(String card) {
    List<Message.Body> life =
        List.of(
            Messages.request(null),
            new OrderAccepted(batch(card), order(card), null),
            new CardShipped(order(card), null, null, null, null, null, null),
            new InitializeCard(null),
            new AssignCard("holder of " + card, null));
    return of(0, 0, 1, 1, 2, 3, 4, 5)
        .map(length -> life.subList(0, length).stream().map(body -> move(card, body)).toList());
  }

  private static Move move(String card, Message.Body body) {
    return new Move(null, card, body, Naming.NEW, 0);
  }

  private static Arbitrary<Move> moves() {
    return Arbitraries.oneOf(CARDS.stream().map(FoldScenarios::moves).toList());
  }

  private static Arbitrary<Move> moves(String card) {
    return frequencyOf(
        Tuple.of(3, just(step(new Step.Hold(card)))),
        Tuple.of(1, just(step(new Step.Release(card)))),
        Tuple.of(2, of(5, 14, 20).map(days -> step(new Step.Wait(Duration.ofDays(days))))),
        Tuple.of(30, messages(card)));
  }

  private static Move step(Step step) {
    return new Move(step, null, null, null, 0);
  }

  private static Arbitrary<Move> messages(String card) {
    Arbitrary<Naming> namings =
        frequencyOf(
            Tuple.of(12, just(Naming.NEW)),
            Tuple.of(1, just(Naming.REPEATED)),
            Tuple.of(1, just(Naming.REUSED)));
    return Combinators.combine(bodies(card), namings, Arbitraries.integers().between(1, 20))
        .as((body, naming, back) -> new Move(null, card, body, naming, back));
  }

  private static Arbitrary<Message.Body> bodies(String card) {
    return frequencyOf(weighed(6, commands()), weighed(4, statuses(card)), weighed(1, timers()));
  }

  private static Arbitrary<Message.Body> commands() {
    return frequencyOf(
        weighed(3, of(true, false, null).map(Messages::request)),
        weighed(1, just(new AbortOrder(null))),
        weighed(3, of("CHIP-1", null).map(InitializeCard::new)),
        weighed(
            8,
            Combinators.combine(of("anna", "bert", "holder of T-1"), validities().injectNull(0.5))
                .as(AssignCard::new)),
        weighed(2, validities().map(ExtendCard::new)),
        weighed(4, just(new WithdrawCard(null))),
        weighed(1, just(new LockCard(null))),
        weighed(1, replacements()),
        weighed(
            1, of("OD-1", "OTHER").map(order -> new AcceptOrder(order, "the bureau's new order"))),
        weighed(10, of(1, 1, 1, 2, 3).map(ExpireCard::new)),
        weighed(1, just(new Message.UnknownType())));
  }

  private static Arbitrary<ReplaceProduction> replacements() {
    return Combinators.combine(
            of("CA-1", "CA-2"),
            times(),
            readouts(),
            of("S-1", "S-2").injectNull(0.5),
            of("TN-1", "TN-2", "TN-3").injectNull(0.3))
        .as(
            (id, time, readouts, shipment, number) ->
                new ReplaceProduction(
                    id, time, time, readouts, time, shipment, null, number, null));
  }

  private static Arbitrary<Message.Body> timers() {
    Arbitrary<Duration> lengths = of(1, 3, 7, 14).map(Duration::ofDays);
    return frequencyOf(
        weighed(
            1, Combinators.combine(of(1, 2), validities(), lengths).as(Timer.ExpiryReminder::new)),
        weighed(
            1,
            Combinators.combine(
                    of(CardState.PROCESSING, CardState.PRODUCED, CardState.EXPIRED),
                    of(0, 5, 14).map(days -> SampleCards.NOW.plus(Duration.ofDays(days))),
                    lengths)
                .as(Timer.DwellExceeded::new)));
  }

  private static Arbitrary<Message.Body> statuses(String card) {
    Arbitrary<String> orders = mostly(order(card));
    Arbitrary<String> batches = mostly(batch(card));
    Arbitrary<String> ids = of("CA-1", "CA-2").injectNull(0.5);
    return frequencyOf(
        weighed(3, Combinators.combine(batches, orders, ids).as(OrderAccepted::new)),
        weighed(
            1,
            Combinators.combine(batches, ids, of("LAYOUT", "ADDRESS"))
                .as((batch, id, code) -> new OrderRefused(batch, id, code, null))),
        weighed(3, Combinators.combine(orders, ids, times()).as(ProductionStarted::new)),
        weighed(3, Combinators.combine(orders, ids, times(), readouts()).as(CardProduced::new)),
        weighed(
            4,
            Combinators.combine(
                    orders,
                    ids,
                    times(),
                    of("S-1", "S-2").injectNull(0.5),
                    of("DHL", "UPS").injectNull(0.5),
                    of("TN-1", "TN-2", "TN-3").injectNull(0.3),
                    times())
                .as(CardShipped::new)),
        weighed(
            2,
            Combinators.combine(orders, ids, of("PRINTER", "CHIP"))
                .as((order, id, code) -> new ProductionFailed(order, id, code, null))));
  }

  private static Arbitrary<String> mostly(String name) {
    return frequencyOf(Tuple.of(9, just(name)), Tuple.of(1, just("OTHER")));
  }

  private static Arbitrary<Instant> validities() {
    return of(-1, 0, 1, 10, 20, 40).map(days -> SampleCards.NOW.plus(Duration.ofDays(days)));
  }

  private static Arbitrary<Instant> times() {
    return of(1, 2).map(SampleCards.NOW::minusSeconds).injectNull(0.5);
  }

  private static Arbitrary<List<Readout>> readouts() {
    return Combinators.combine(of("UID", "SERIAL"), of("1", "2"))
        .as(Readout::new)
        .list()
        .ofMaxSize(2);
  }

  private static Tuple2<Integer, Arbitrary<? extends Message.Body>> weighed(
      int weight, Arbitrary<? extends Message.Body> bodies) {
    return Tuple.of(weight, bodies);
  }

  private static List<Step> steps(List<Move> starts, List<Move> moves) {
    List<Step> steps = new ArrayList<>();
    List<Message> sent = new ArrayList<>();
    starts.forEach(move -> steps.add(receive(move, sent)));
    for (Move move : moves) {
      steps.add(move.step() != null ? move.step() : receive(move, sent));
    }
    return steps;
  }

  private static Step receive(Move move, List<Message> sent) {
    Message next = Messages.message("m-" + sent.size(), move.cardId(), move.body());
    if (move.naming() != Naming.NEW && !sent.isEmpty()) {
      Message earlier = sent.get(Math.max(0, sent.size() - move.back()));
      next = move.naming() == Naming.REPEATED ? earlier : named(earlier.id(), next);
    }
    sent.add(next);
    return new Step.Receive(next);
  }

  private static Message named(MessageId id, Message message) {
    return new Message(
        id,
        message.cardId(),
        message.type(),
        message.time(),
        message.actor(),
        message.correlationId(),
        message.traceparent(),
        message.fingerprint(),
        message.body());
  }
}
