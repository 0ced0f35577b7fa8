package io.cardflow.security;

import static io.cardflow.security.SecuredServers.TOPICS;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The life cycle of a card; each participant is a separate Kafka user. */
final class SecuredRun implements AutoCloseable {

  private final HttpsBureau bureau;
  private final Sender iam;
  private final Sender bridge;
  private final SecuredSubscriber subscriber;
  private final SecuredSubscriber operator;
  private final Sender privacyOffice;
  private final SecuredSubscriber audit;

  SecuredRun(SecuredServers servers) {
    bureau = new HttpsBureau(servers.server());
    iam = new Sender(servers.scram(Users.PUBLISHER));
    bridge = new Sender(servers.scram(Users.BRIDGE));
    subscriber =
        new SecuredSubscriber(
            servers.scram(Users.SUBSCRIBER),
            Users.SUBSCRIBER,
            TOPICS.events(),
            TOPICS.rejections());
    operator =
        new SecuredSubscriber(servers.scram(Users.OPERATOR), Users.OPERATOR, TOPICS.deadLetters());
    privacyOffice = new Sender(servers.scram(Users.PRIVACY_OFFICE));
    audit =
        new SecuredSubscriber(
            servers.scram(Users.PRIVACY_OFFICE), Users.PRIVACY_OFFICE, TOPICS.audit());
  }

  /** The settings of a participating worker in addition to those of its Kafka clients. */
  Map<String, String> settings(SecuredServers servers, Map<String, String> kafka) {
    Map<String, String> settings = new HashMap<>(Deployment.kafka(kafka));
    settings.putAll(Deployment.postgresql(servers, SecuredServers.HOST, servers.authority()));
    settings.putAll(Deployment.gocards(bureau.url(), servers.authority()));
    settings.put("cardflow.expiry.every", "1s");
    return settings;
  }

  /** Takes a card from its request to its lock, and sends a record of every other kind. */
  void completeLifeCycle(String card) {
    live(card);
    sendAllKinds(card + "-2");
    awaitAllKinds(card + "-2");
  }

  /** The acceptance of the order and the expiry are reported by internal messages. */
  private void live(String card) {
    iam.send(TOPICS.commands(), "command.request-card", card, Sender.REQUEST);
    JsonNode ordered = subscriber.awaitState(card, "ORDERED");
    bridge.send(
        TOPICS.producerStatus(),
        "producer.card-shipped",
        card,
        "{\"orderId\":\"%s\"}".formatted(ordered.at("/order/orderId").asText()));
    subscriber.awaitState(card, "PRODUCED");
    iam.send(TOPICS.commands(), "command.initialize-card", card, "{}");
    iam.send(
        TOPICS.commands(),
        "command.assign-card",
        card,
        "{\"holderId\":\"%s\",\"validUntil\":\"%s\"}"
            .formatted(card, Instant.now().plusSeconds(1)));
    subscriber.awaitState(card, "EXPIRED");
    iam.send(TOPICS.commands(), "command.withdraw-card", card, "{}");
    iam.send(TOPICS.commands(), "command.lock-card", card, "{}");
    subscriber.awaitState(card, "LOCKED");
  }

  /**
   * Sends a record that is applied, one that is not an event, and two that are forwarded to their
   * home partition and then rejected.
   */
  void sendAllKinds(String card) {
    iam.send(TOPICS.commands(), "command.request-card", card, Sender.REQUEST);
    iam.sendGarbage(TOPICS.commands(), card);
    iam.sendMisrouted(TOPICS.commands(), "command.lock-card", unknown(card), "{}");
    bridge.sendMisrouted(
        TOPICS.producerStatus(),
        "producer.production-started",
        unknown(card),
        "{\"orderId\":\"OD-1\"}");
  }

  /** Waits for the result of each of them. */
  void awaitAllKinds(String card) {
    subscriber.awaitState(card, "REQUESTED");
    operator.await(TOPICS.deadLetters(), card, letter -> true);
    for (String type : List.of("command.lock-card", "producer.production-started")) {
      subscriber.await(
          TOPICS.rejections(),
          unknown(card),
          refused -> refused.at("/message/type").asText().contains(type));
    }
  }

  /** Requests the erasure of a holder who never had a card. */
  void requestErasure(String id) {
    privacyOffice.send(
        TOPICS.privacy(),
        "privacy.erase-holder",
        id,
        "{\"holderId\":\"%s\",\"reason\":\"r\"}".formatted(id));
  }

  /** Waits for its answer. */
  void awaitErasure(String id) {
    audit.await(TOPICS.audit(), id, answer -> answer.has("counts"));
  }

  /** Waits for an entry of the audit. */
  void awaitAudit(String subject, Predicate<JsonNode> which) {
    audit.await(TOPICS.audit(), subject, which);
  }

  private static String unknown(String card) {
    return card + "-unknown";
  }

  @Override
  public void close() {
    audit.close();
    privacyOffice.close();
    operator.close();
    subscriber.close();
    bridge.close();
    iam.close();
    bureau.close();
  }
}
