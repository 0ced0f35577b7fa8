package io.cardflow.ordering.gocards;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.cardflow.ordering.Fault;
import io.cardflow.ordering.Fault.Code;
import io.cardflow.ordering.Reply;
import io.cardflow.store.CardAnswer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Parses responses of the bureau and accepts only complete ones: a response that omits a card,
 * names one that was not ordered, or names one twice is rejected as a whole.
 */
@Singleton
class AnswerReader {

  private final ObjectMapper json =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  record LogIn(String token, Instant validUntil) {}

  record OrderAnswer(String orderId, List<AcceptedCard> accepted, List<RefusedCard> refused) {}

  record AcceptedCard(String cardId, String producerCardId) {}

  record RefusedCard(String cardId, String code, String detail) {}

  record Problem(String code, String detail, List<RefusedCard> cards) {}

  LogIn logIn(byte[] body) {
    LogIn logIn = read(body, LogIn.class);
    require(
        logIn.token() != null && logIn.token().matches("[\\x21-\\x7e]{1,8192}"),
        "the login response has no valid token");
    require(logIn.validUntil() != null, "the login response has no validity of its token");
    return logIn;
  }

  /**
   * Returns the reply to an order.
   *
   * @param cards the ids of the ordered cards
   */
  Reply order(byte[] body, Set<String> cards) {
    OrderAnswer answer = read(body, OrderAnswer.class);
    List<CardAnswer> answers = new ArrayList<>(cards.size());
    for (AcceptedCard each : Texts.items(answer.accepted(), cards.size(), "accepted")) {
      answers.add(
          new CardAnswer(
              each.cardId(),
              Texts.isName(each.producerCardId()) ? each.producerCardId() : null,
              null,
              null));
    }
    for (RefusedCard each : Texts.items(answer.refused(), cards.size(), "refused")) {
      answers.add(
          new CardAnswer(
              each.cardId(), null, Texts.code(each.code()), Texts.detail(each.detail())));
    }
    Set<String> named = new HashSet<>();
    answers.forEach(each -> require(named.add(each.cardId()), "the answer names a card twice"));
    require(cards.containsAll(named), "the answer names a card that was not ordered");
    require(named.containsAll(cards), "the answer omits a card");
    return new Reply.Taken(Texts.name(answer.orderId(), "orderId"), answers);
  }

  /**
   * Returns why the bureau has not taken an order. A gateway in front of the bureau can answer with
   * the same status: only the agreed form is the bureau's refusal.
   *
   * @param cards the ids of the ordered cards
   * @throws CallFailed for any other form: whether the order was taken is not known
   */
  Reply refusal(HttpAnswer<byte[]> answer, Set<String> cards) {
    String otherwise = "HTTP status %d, not in the agreed form".formatted(answer.status());
    Problem problem;
    try {
      problem = answer.isProblem() ? read(answer.body(), Problem.class) : null;
    } catch (CallFailed unreadable) {
      problem = null;
    }
    if (problem == null || problem.code() == null || problem.code().isBlank()) {
      throw new CallFailed(Code.UNEXPECTED_STATUS, otherwise);
    }
    String code = Texts.code(problem.code());
    String detail = Texts.detail(problem.detail());
    List<CardAnswer> refused = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (RefusedCard each : Texts.items(problem.cards(), cards.size(), "cards")) {
      require(cards.contains(each.cardId()), "the refusal names a card that was not ordered");
      require(named.add(each.cardId()), "the refusal names a card twice");
      refused.add(
          new CardAnswer(
              each.cardId(),
              null,
              each.code() == null ? code : Texts.code(each.code()),
              each.detail() == null ? detail : Texts.detail(each.detail())));
    }
    return new Reply.Refused(refused, code, detail);
  }

  /**
   * Requires a successful status.
   *
   * @throws CallFailed for any other status
   */
  static void requireSuccess(HttpAnswer<?> answer) {
    if (answer.status() == 429) {
      Duration wait = answer.retryAfter();
      throw new CallFailed(new Fault(Code.TOO_MANY_REQUESTS, "HTTP status 429", wait), null);
    }
    if (answer.status() != 200 && answer.status() != 201) {
      throw new CallFailed(Code.UNEXPECTED_STATUS, "HTTP status " + answer.status());
    }
  }

  private <T> T read(byte[] body, Class<T> type) {
    try {
      T value = json.readValue(body, type);
      require(value != null, "the answer is null");
      return value;
    } catch (IOException unreadable) {
      // The exception's message quotes the response, so only its class is reported.
      throw new CallFailed(
          Code.BAD_ANSWER,
          "the response is not the expected JSON, " + unreadable.getClass().getSimpleName());
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new CallFailed(Code.BAD_ANSWER, otherwise);
    }
  }
}
