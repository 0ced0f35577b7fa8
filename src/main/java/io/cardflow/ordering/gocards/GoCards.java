package io.cardflow.ordering.gocards;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.ordering.BureauReport;
import io.cardflow.ordering.CardProducer;
import io.cardflow.ordering.Fault;
import io.cardflow.ordering.Fault.Code;
import io.cardflow.ordering.Lease;
import io.cardflow.ordering.Order;
import io.cardflow.ordering.OrderReport;
import io.cardflow.ordering.Reply;
import io.cardflow.store.CardAnswer;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/** Nexus GO Cards over HTTPS: the only class that interprets its HTTP statuses. */
@Singleton
class GoCards implements CardProducer {

  /** The maximum size of an order or a card in bytes; a photo is its largest part. */
  private static final int MOST_OF_A_LOOK_UP = 16 * 1024 * 1024;

  private static final String LAYOUT_MISMATCH = "LAYOUT_MISMATCH";

  private final GoCardsCalls calls;
  private final AccessTokens tokens;
  private final Assumptions assumptions;
  private final PublishedAnswers published = new PublishedAnswers();
  private final CardFields fields;
  private final LayoutCache layouts;
  private final boolean checksLayouts;

  GoCards(
      GoCardsCalls calls,
      AccessTokens tokens,
      Assumptions assumptions,
      Clock clock,
      CardflowConfig config) {
    this.calls = calls;
    this.tokens = tokens;
    this.assumptions = assumptions;
    this.layouts = new LayoutCache(clock);
    this.checksLayouts = config.gocards().checkLayouts();
    this.fields =
        new CardFields(config.gocards().timeZone(), config.gocards().cardIdElement().orElse(null));
  }

  @Override
  public Uni<Reply> order(Order order, Lease lease) {
    return away(
        () -> {
          List<CardAnswer> unfit = checksLayouts ? unfit(order) : List.of();
          if (!unfit.isEmpty()) {
            return new Reply.Refused(unfit, LAYOUT_MISMATCH, null);
          }
          String body = assumptions.order(order);
          HttpAnswer<byte[]> answer =
              authorized(
                  (api, token) -> {
                    require(lease);
                    return api.post(calls.urls().orders(), token, order.batchId(), body);
                  },
                  (status, answered) -> answered.readAllBytes());
          if (answer.status() == 400 || answer.status() == 422) {
            return assumptions.refusal(answer, order.cards());
          }
          answer.requireSuccess();
          return assumptions.order(answer.body(), order.cards());
        },
        Reply.Failed::new);
  }

  /**
   * The cards whose elements break their layout.
   *
   * @throws CallFailed if the layout cannot be read; the order is certainly not sent
   */
  private List<CardAnswer> unfit(Order order) {
    CardLayout layout;
    try {
      layout = layouts.get(order.layoutId(), this::layout);
    } catch (CallFailed unreadable) {
      Fault fault = unreadable.fault();
      throw new CallFailed(
          new Fault(
              Code.LAYOUT_UNREADABLE, fault.code() + " " + fault.detail(), fault.retryAfter()),
          unreadable);
    }
    return order.lines().stream()
        .map(line -> answer(line.cardId(), layout.breach(assumptions.elementsOf(line))))
        .filter(answer -> answer.refusalDetail() != null)
        .toList();
  }

  private static CardAnswer answer(String cardId, String breach) {
    return new CardAnswer(cardId, null, LAYOUT_MISMATCH, Texts.detail(breach));
  }

  private CardLayout layout(String layoutId) {
    return CardLayout.of(
        lookUp(calls.urls().layout(layoutId), Code.LAYOUT_UNREADABLE, published::layout));
  }

  @Override
  public Uni<Reply> find(Order order) {
    return away(
        () -> {
          HttpAnswer<byte[]> answer =
              authorized(
                  (api, token) -> api.get(calls.urls().find(order.batchId()), token),
                  (status, answered) -> answered.readAllBytes());
          if (answer.status() == 404) {
            return new Reply.NotReceived();
          }
          answer.requireSuccess();
          return assumptions.order(answer.body(), order.cards());
        },
        Reply.Failed::new);
  }

  @Override
  public Uni<OrderReport> cards(String orderId) {
    return away(
        () -> {
          PublishedAnswers.OrderCards cards =
              lookUp(calls.urls().order(orderId), Code.ORDER_NOT_FOUND, published::order);
          return new OrderReport.Received(cards.cardIds(), cards.leftOut());
        },
        OrderReport.Failed::new);
  }

  @Override
  public Uni<BureauReport> card(String producerCardId) {
    return away(
        () ->
            new BureauReport.Received(
                fields.report(
                    lookUp(
                        calls.urls().card(producerCardId),
                        Code.CARD_NOT_FOUND,
                        body -> published.card(body, producerCardId, fields.names())))),
        BureauReport.Failed::new);
  }

  private interface Parser<T> {
    T parse(InputStream body) throws IOException;
  }

  private <T> T lookUp(String url, Code notFound, Parser<T> parser) {
    HttpAnswer<T> answer =
        authorized(
            (api, token) -> api.get(url, token),
            (status, body) -> {
              if (status != 200) {
                return null;
              }
              body.allow(MOST_OF_A_LOOK_UP);
              return parser.parse(body);
            });
    if (answer.status() == 404) {
      throw new CallFailed(notFound, "HTTP status 404");
    }
    answer.requireSuccess();
    if (answer.status() != 200) {
      throw new CallFailed(Code.UNEXPECTED_STATUS, "HTTP status " + answer.status());
    }
    return answer.body();
  }

  /** Another replica may send the order when the lease ends; the token may have arrived late. */
  private void require(Lease lease) {
    if (!lease.lasts(calls.longest())) {
      throw new CallFailed(
          Code.CLAIM_ENDING,
          "the claim could expire before the response, so the order was not sent");
    }
  }

  private <T> HttpAnswer<T> authorized(
      BiFunction<GoCardsApi, String, Response> call, BodyReader<T> reader) {
    String token = tokens.current();
    HttpAnswer<T> answer = make(call, token, reader);
    if (answer.denies()) {
      answer = make(call, tokens.insteadOf(token), reader);
    }
    if (answer.denies()) {
      throw new CallFailed(
          Code.UNAUTHORIZED, "HTTP status " + answer.status() + " even with a fresh token");
    }
    return answer;
  }

  private <T> HttpAnswer<T> make(
      BiFunction<GoCardsApi, String, Response> call, String token, BodyReader<T> reader) {
    return calls.make(api -> call.apply(api, "Bearer " + token), reader);
  }

  /** Blocks a worker thread, never the caller's; returns every outcome as a value. */
  private static <T> Uni<T> away(Supplier<T> work, Function<Fault, T> failed) {
    return Uni.createFrom()
        .item(
            () -> {
              try {
                return work.get();
              } catch (CallFailed e) {
                return failed.apply(e.fault());
              } catch (CircuitBreakerOpenException open) {
                return failed.apply(
                    Fault.of(Code.CIRCUIT_OPEN, "most of the calls before this one failed"));
              }
            })
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }
}
