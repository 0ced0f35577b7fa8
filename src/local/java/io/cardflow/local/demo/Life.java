package io.cardflow.local.demo;

import static io.cardflow.domain.Outcome.APPLIED;
import static io.cardflow.domain.Outcome.DEAD_LETTERED;
import static io.cardflow.domain.Outcome.REJECTED;

import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The life of one card, in waves. Between two waves the worker has answered the first: there is no
 * order between the two topics, so the next step may go to the other one only then.
 */
final class Life {

  /** How long an assignment lasts that is meant to expire during the demonstration. */
  static final Duration SHORT_VALIDITY = Duration.ofSeconds(8);

  private final String card;
  private final List<List<Step>> waves = new ArrayList<>();
  private int messages;

  Life(String card) {
    this.card = card;
  }

  List<List<Step>> waves() {
    return waves;
  }

  Life wave() {
    waves.add(new ArrayList<>());
    return this;
  }

  Life request(String queue) {
    return command(
        "request-card",
        """
        {"layoutId":"visitor","delivery":{"recipient":"Reception","addressOne":"Main Street 1",\
        "postalCode":"12345","city":"Stockholm","countryCode":"SE"},\
        "cardElements":{"title":"Temporary card"}%s}"""
            .formatted(queue == null ? "" : ",\"queue\":" + queue),
        APPLIED);
  }

  Life accepted() {
    return status(
        "order-accepted",
        "{\"batchId\":\"B-%1$s\",\"orderId\":\"OD-%1$s\",\"producerCardId\":\"CA-%1$s\"}",
        APPLIED);
  }

  Life refused() {
    return status(
        "order-refused",
        "{\"batchId\":\"B-%1$s\",\"code\":\"LAYOUT\",\"detail\":\"unknown layout\"}",
        APPLIED);
  }

  Life started(Outcome expected) {
    return status("production-started", "{\"orderId\":\"OD-%1$s\"}", expected);
  }

  Life produced(Outcome expected) {
    return status(
        "card-produced",
        "{\"orderId\":\"OD-%1$s\",\"readouts\":[{\"type\":\"uid\",\"value\":\"04A1\"}]}",
        expected);
  }

  Life shipped(Outcome expected) {
    return status(
        "card-shipped",
        "{\"orderId\":\"OD-%1$s\",\"carrier\":\"PostNord\",\"trackingNumber\":\"TN-%1$s\"}",
        expected);
  }

  Life shippedUnderAnotherOrder() {
    return status("card-shipped", "{\"orderId\":\"OD-other\"}", REJECTED);
  }

  Life productionFailed() {
    return status("production-failed", "{\"orderId\":\"OD-%1$s\",\"code\":\"CHIP\"}", APPLIED);
  }

  Life initialized() {
    return command("initialize-card", "{\"chipSerial\":\"04A1\"}", APPLIED);
  }

  Life assigned(String holder, Outcome expected) {
    return command("assign-card", "{\"holderId\":\"" + holder + "\"}", expected);
  }

  Life assignedForAMoment(String holder) {
    return timed(
        "assign-card",
        now ->
            "{\"holderId\":\"%s\",\"validUntil\":\"%s\"}"
                .formatted(holder, now.plus(SHORT_VALIDITY)),
        APPLIED);
  }

  Life extended() {
    return timed(
        "extend-card",
        now -> "{\"validUntil\":\"%s\"}".formatted(now.plus(Duration.ofDays(30))),
        APPLIED);
  }

  Life expired(Outcome expected) {
    return command("expire-card", "{\"assignment\":1}", expected);
  }

  Life withdrawn(Outcome expected) {
    return command("withdraw-card", "{\"reason\":\"returned\"}", expected);
  }

  Life locked(Outcome expected) {
    return command("lock-card", "{\"reason\":\"lost\"}", expected);
  }

  Life aborted(Outcome expected) {
    return command("abort-order", "{\"reason\":\"not needed\"}", expected);
  }

  /** The last message once more. */
  Life twice() {
    last().add(last().get(last().size() - 1).again());
    return this;
  }

  /** The last message in structured mode. */
  Life structured() {
    last().set(last().size() - 1, last().get(last().size() - 1).structured());
    return this;
  }

  Life ofUnknownType() {
    return add(
        Step.binary(
            InboundTopic.COMMANDS, "command.paint-card", id(), card, now -> "{}", REJECTED));
  }

  Life ofUnknownCard() {
    return add(Step.command("lock-card", id(), card + ".none", "{}", REJECTED));
  }

  Life noCloudEvent() {
    return add(Step.command("lock-card", id(), card, "hello", DEAD_LETTERED).bare());
  }

  Life brokenJson() {
    return add(Step.command("lock-card", id(), card, "{\"reason\":", DEAD_LETTERED));
  }

  Life wrongKey() {
    return add(Step.command("lock-card", id(), card, "{}", DEAD_LETTERED).underKey("another"));
  }

  Life tooLarge() {
    String text = "x".repeat(70_000);
    return add(
        Step.command("lock-card", id(), card, "{\"reason\":\"" + text + "\"}", DEAD_LETTERED));
  }

  private Life command(String name, String data, Outcome expected) {
    return add(Step.command(name, id(), card, data, expected));
  }

  private Life timed(String name, Function<Instant, String> data, Outcome expected) {
    return add(Step.binary(InboundTopic.COMMANDS, "command." + name, id(), card, data, expected));
  }

  private Life status(String name, String data, Outcome expected) {
    return add(Step.status(name, id(), card, data.formatted(card), expected));
  }

  private Life add(Step step) {
    last().add(step);
    return this;
  }

  private List<Step> last() {
    return waves.get(waves.size() - 1);
  }

  private String id() {
    return card + "-" + ++messages;
  }
}
