package io.cardflow.ordering.gocards;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.ordering.BureauReport;
import io.cardflow.ordering.BureauReport.CardReport;
import io.cardflow.ordering.CardProducer;
import io.cardflow.ordering.Fault;
import io.cardflow.ordering.Fault.Code;
import io.cardflow.ordering.Lease;
import io.cardflow.ordering.Order;
import io.cardflow.ordering.Reply;
import io.cardflow.ordering.gocards.GoCardsApi.CardBody;
import io.cardflow.ordering.gocards.GoCardsApi.OrderBody;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/** Nexus GO Cards over HTTPS: the only class that interprets its HTTP statuses. */
@Singleton
class GoCards implements CardProducer {

  private final GoCardsCalls calls;
  private final AccessTokens tokens;
  private final AnswerReader answers;
  private final ReportReader reports = new ReportReader();
  private final String organisationId;

  GoCards(GoCardsCalls calls, AccessTokens tokens, AnswerReader answers, CardflowConfig config) {
    this.calls = calls;
    this.tokens = tokens;
    this.answers = answers;
    this.organisationId = config.gocards().organisationId().orElse(null);
  }

  @Override
  public Uni<Reply> order(Order order, Lease lease) {
    OrderBody body =
        new OrderBody(
            order.batchId(),
            organisationId,
            order.layoutId(),
            order.costCentre(),
            order.delivery(),
            order.lines().stream()
                .map(line -> new CardBody(line.cardId(), line.cardElements()))
                .toList());
    return away(
        () -> {
          HttpAnswer<byte[]> answer =
              authorized(
                  (api, token) -> {
                    require(lease);
                    return api.order(token, order.batchId(), body);
                  },
                  (status, answered) -> answered.readAllBytes());
          if (answer.status() == 400 || answer.status() == 422) {
            return answers.refusal(answer, order.cards());
          }
          AnswerReader.requireSuccess(answer);
          return answers.order(answer.body(), order.cards());
        },
        Reply.Failed::new);
  }

  @Override
  public Uni<Reply> find(Order order) {
    return away(
        () -> {
          HttpAnswer<byte[]> answer =
              authorized(
                  (api, token) -> api.find(token, order.batchId()),
                  (status, answered) -> answered.readAllBytes());
          if (answer.status() == 404) {
            return new Reply.NotReceived();
          }
          AnswerReader.requireSuccess(answer);
          return answers.order(answer.body(), order.cards());
        },
        Reply.Failed::new);
  }

  @Override
  public Uni<BureauReport> follow(String orderId, Set<String> cards, Predicate<CardReport> news) {
    return away(
        () -> {
          HttpAnswer<BureauReport> answer =
              authorized(
                  (api, token) -> api.follow(token, orderId),
                  (status, body) ->
                      status == 200 || status == 201
                          ? reports.read(body, orderId, cards, news)
                          : null);
          if (answer.status() == 404) {
            return new BureauReport.Failed(
                Fault.of(Code.ORDER_NOT_FOUND, "the bureau does not know the order"));
          }
          AnswerReader.requireSuccess(answer);
          return answer.body();
        },
        BureauReport.Failed::new);
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
