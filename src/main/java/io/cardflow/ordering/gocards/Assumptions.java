package io.cardflow.ordering.gocards;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ordering.Fault.Code;
import io.cardflow.ordering.Order;
import io.cardflow.ordering.Reply;
import io.cardflow.store.CardAnswer;
import io.cardflow.store.OrderLine;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything about the bureau's API that is not published and therefore assumed: the login, the
 * order and its answer, and the form of a refusal. An answer to an order must be complete: one that
 * omits a card, names one that was not ordered, or names one twice is rejected as a whole.
 */
@Singleton
class Assumptions {

  private final ObjectMapper json =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final TypeReference<LinkedHashMap<String, String>> ELEMENTS =
      new TypeReference<>() {};

  private final String organisationId;
  private final String idElement;

  Assumptions(CardflowConfig config) {
    this.organisationId = config.gocards().organisationId().orElse(null);
    this.idElement = config.gocards().cardIdElement().orElse(null);
  }

  private record Credentials(String clientId, String clientSecret) {}

  private record OrderBody(
      String reference,
      String organisationId,
      String layoutId,
      @JsonInclude(JsonInclude.Include.NON_NULL) String costCentre,
      @JsonRawValue String delivery,
      List<CardBody> cards) {}

  private record CardBody(String cardId, @JsonRawValue String cardElements) {}

  private record TokenAnswer(String token, Instant validUntil) {}

  record OrderAnswer(String orderId, List<AcceptedCard> accepted, List<RefusedCard> refused) {}

  record AcceptedCard(String cardId, String producerCardId) {}

  record RefusedCard(String cardId, String code, String detail) {}

  record Problem(String code, String detail, List<RefusedCard> cards) {}

  /** The body of the login. */
  String logIn(String clientId, String clientSecret) {
    return write(new Credentials(clientId, clientSecret));
  }

  /** The body of an order. */
  String order(Order order) {
    return write(
        new OrderBody(
            order.batchId(),
            organisationId,
            order.layoutId(),
            order.costCentre(),
            order.delivery(),
            order.lines().stream()
                .map(line -> new CardBody(line.cardId(), elements(line)))
                .toList()));
  }

  private String elements(OrderLine line) {
    return idElement == null ? line.cardElements() : write(elementsOf(line));
  }

  /** The elements of a card, with the worker's id of the card if the settings name an element. */
  Map<String, String> elementsOf(OrderLine line) {
    try {
      Map<String, String> elements = json.readValue(line.cardElements(), ELEMENTS);
      if (idElement != null) {
        elements.put(idElement, line.cardId());
      }
      return elements;
    } catch (JsonProcessingException unreadable) {
      throw new IllegalStateException("the stored elements of a card are not JSON", unreadable);
    }
  }

  /** Returns the token of the answer to a login. */
  LogIn.Token token(byte[] body) {
    TokenAnswer answer = read(body, TokenAnswer.class);
    return token(answer.token(), answer.validUntil());
  }

  /**
   * Returns a valid token.
   *
   * @throws CallFailed if it cannot be sent in a header
   */
  static LogIn.Token token(String text, Instant validUntil) {
    require(
        text != null && text.matches("[\\x21-\\x7e]{1,8192}"),
        "the login response has no valid token");
    return new LogIn.Token(text, validUntil);
  }

  /**
   * Returns the reply to an order.
   *
   * @param cards the ids of the ordered cards
   */
  Reply order(byte[] body, Set<String> cards) {
    OrderAnswer answer = read(body, OrderAnswer.class);
    if (idElement != null && answer.accepted() == null && answer.refused() == null) {
      return taken(answer.orderId(), cards);
    }
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
    for (CardAnswer each : answers) {
      require(isOne(each.cardId(), cards), "the answer names a card that was not ordered");
      require(named.add(each.cardId()), "the answer names a card twice");
    }
    require(named.containsAll(cards), "the answer omits a card");
    return new Reply.Taken(Texts.name(answer.orderId(), "orderId"), answers);
  }

  /** An answer without cards: the bureau has taken all, and their ids are read from its cards. */
  private static Reply taken(String orderId, Set<String> cards) {
    return new Reply.Taken(
        Texts.name(orderId, "orderId"),
        cards.stream().map(card -> new CardAnswer(card, null, null, null)).toList());
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
      require(isOne(each.cardId(), cards), "the refusal names a card that was not ordered");
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

  private static boolean isOne(String cardId, Set<String> cards) {
    return cardId != null && cards.contains(cardId);
  }

  private String write(Object body) {
    try {
      return json.writeValueAsString(body);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a record was not written as JSON");
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
