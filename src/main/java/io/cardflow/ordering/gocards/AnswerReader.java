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
 * Reads what the bureau answers, and believes only what is whole: an answer that leaves a card out,
 * names one that was not ordered, or names one twice says nothing about any.
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

  record Problem(String code, String detail) {}

  LogIn logIn(byte[] body) {
    LogIn logIn = read(body, LogIn.class);
    require(
        logIn.token() != null && logIn.token().matches("[\\x21-\\x7e]{1,8192}"),
        "the log-in gave no token that can be sent");
    require(logIn.validUntil() != null, "the log-in does not say how long its token is valid");
    return logIn;
  }

  /**
   * The answer to an order.
   *
   * @param cards the ids of the cards that were ordered
   */
  Reply order(byte[] body, Set<String> cards) {
    OrderAnswer answer = read(body, OrderAnswer.class);
    List<CardAnswer> told = new ArrayList<>(cards.size());
    for (AcceptedCard each : Texts.items(answer.accepted(), cards.size(), "accepted")) {
      told.add(
          new CardAnswer(
              each.cardId(),
              Texts.optionalName(each.producerCardId(), "producerCardId"),
              null,
              null));
    }
    for (RefusedCard each : Texts.items(answer.refused(), cards.size(), "refused")) {
      told.add(
          new CardAnswer(
              each.cardId(), null, Texts.code(each.code()), Texts.detail(each.detail())));
    }
    Set<String> named = new HashSet<>();
    told.forEach(each -> require(named.add(each.cardId()), "the answer names a card twice"));
    require(cards.containsAll(named), "the answer names a card that was not ordered");
    require(named.containsAll(cards), "the answer leaves cards out");
    return new Reply.Taken(Texts.name(answer.orderId(), "orderId"), told);
  }

  /** Why the bureau refused a batch; a body that cannot be read does not make it less refused. */
  Reply refusal(HttpAnswer<byte[]> answer) {
    try {
      Problem problem = read(answer.body(), Problem.class);
      return new Reply.Refused(Texts.code(problem.code()), Texts.detail(problem.detail()));
    } catch (CallFailed unreadable) {
      return new Reply.Refused("HTTP_" + answer.status(), null);
    }
  }

  /**
   * Lets a success pass.
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
      // Its words quote the answer, so only its kind is told.
      throw new CallFailed(
          Code.BAD_ANSWER,
          "the answer is not the JSON that was agreed on, "
              + unreadable.getClass().getSimpleName());
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new CallFailed(Code.BAD_ANSWER, otherwise);
    }
  }
}
