package io.cardflow.domain;

import static io.cardflow.domain.SampleCards.BATCH;
import static io.cardflow.domain.SampleCards.HOLDER;
import static io.cardflow.domain.SampleCards.NOW;
import static io.cardflow.domain.SampleCards.ORDER;

import io.cardflow.domain.Command.AbortOrder;
import io.cardflow.domain.Command.AcceptOrder;
import io.cardflow.domain.Command.AssignCard;
import io.cardflow.domain.Command.ExpireCard;
import io.cardflow.domain.Command.ExtendCard;
import io.cardflow.domain.Command.InitializeCard;
import io.cardflow.domain.Command.LockCard;
import io.cardflow.domain.Command.ReplaceProduction;
import io.cardflow.domain.Command.RequestCard;
import io.cardflow.domain.Command.WithdrawCard;
import io.cardflow.domain.ProducerStatus.CardProduced;
import io.cardflow.domain.ProducerStatus.CardShipped;
import io.cardflow.domain.ProducerStatus.OrderAccepted;
import io.cardflow.domain.ProducerStatus.OrderRefused;
import io.cardflow.domain.ProducerStatus.ProductionFailed;
import io.cardflow.domain.ProducerStatus.ProductionStarted;
import io.cardflow.domain.Timer.DwellExceeded;
import io.cardflow.domain.Timer.ExpiryReminder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Valid messages about the card of {@link SampleCards}. */
final class Messages {

  private static final DeliveryAddress RECEPTION =
      new DeliveryAddress("Reception", null, "Main Street 1", null, "12345", "Town", "SE", null);

  private Messages() {}

  static Message message(Message.Body body) {
    return message("m-1", SampleCards.ID, body);
  }

  static Message message(String id, Message.Body body) {
    return message(id, SampleCards.ID, body);
  }

  static Message message(String id, String cardId, Message.Body body) {
    String type = type(body);
    String content = cardId + '\n' + type + '\n' + body;
    return new Message(
        new MessageId(body instanceof ProducerStatus ? "/gocards" : "/iam", id),
        cardId,
        type,
        NOW,
        "operator-1",
        null,
        null,
        UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8)),
        body);
  }

  private static String type(Message.Body body) {
    if (body instanceof Command command) {
      return "io.cardflow.command." + command.trigger().messageName() + ".v1";
    }
    if (body instanceof Timer) {
      return "io.cardflow.timer." + body.getClass().getSimpleName() + ".v1";
    }
    return body instanceof ProducerStatus status
        ? "io.cardflow.producer." + status.trigger().messageName() + ".v1"
        : "org.example.unknown";
  }

  static RequestCard request(Boolean queue) {
    return new RequestCard("visitor", RECEPTION, Map.of(), null, queue);
  }

  static AbortOrder abort() {
    return new AbortOrder("not needed");
  }

  static InitializeCard initialize() {
    return new InitializeCard("04:A2:24");
  }

  static AssignCard assign() {
    return new AssignCard(HOLDER, null);
  }

  static ExtendCard extend() {
    return new ExtendCard(in(Duration.ofDays(3)));
  }

  static WithdrawCard withdraw() {
    return new WithdrawCard("returned");
  }

  static LockCard lock() {
    return new LockCard("lost");
  }

  static ReplaceProduction replace(String producerCardId) {
    return new ReplaceProduction(
        producerCardId, null, null, List.of(), null, null, null, null, "made again");
  }

  static AcceptOrder accept(String orderId) {
    return new AcceptOrder(orderId, "part order");
  }

  static ExpireCard expire() {
    return new ExpireCard(1);
  }

  /** The assignment has ended. */
  static ExpiryReminder reminder() {
    return new ExpiryReminder(1, SampleCards.ASSIGNMENT.validUntil(), Duration.ofDays(1));
  }

  /** The card is waiting to be added to the pool. */
  static DwellExceeded dwellExceeded() {
    return new DwellExceeded(
        CardState.PRODUCED, SampleCards.in(CardState.PRODUCED).since(), Duration.ofDays(14));
  }

  static OrderAccepted accepted() {
    return new OrderAccepted(BATCH, ORDER, null);
  }

  static OrderRefused refused() {
    return new OrderRefused(BATCH, null, "LAYOUT", null);
  }

  static ProductionStarted started() {
    return new ProductionStarted(ORDER, null, null);
  }

  static CardProduced produced() {
    return new CardProduced(ORDER, null, null, List.of());
  }

  static CardShipped shipped() {
    return shipped(null);
  }

  static CardShipped shipped(String trackingNumber) {
    return new CardShipped(ORDER, null, null, null, null, trackingNumber, null);
  }

  static ProductionFailed productionFailed() {
    return new ProductionFailed(ORDER, null, "PRINTER", "jam");
  }

  private static Instant in(Duration ahead) {
    return NOW.plus(ahead);
  }
}
