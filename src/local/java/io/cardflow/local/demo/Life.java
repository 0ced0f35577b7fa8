package io.cardflow.local.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The commands about one card, in the waves in which they are sent. */
final class Life {

  private final String card;
  private final List<List<Step>> waves = new ArrayList<>();
  private int messages;

  /**
   * @param waves how many waves there are
   */
  Life(String card, int waves) {
    this.card = card;
    for (int wave = 0; wave < waves; wave++) {
      this.waves.add(new ArrayList<>());
    }
  }

  /** What is sent in a wave. */
  List<Step> of(int wave) {
    return waves.get(wave);
  }

  /**
   * @param queue "false" for a card that is ordered at once; null leaves it to the setting
   */
  Step request(String queue) {
    return step(
        "request-card",
        """
        {"layoutId":"visitor","delivery":{"recipient":"Reception","addressOne":"Main Street 1",\
        "postalCode":"12345","city":"%s","countryCode":"SE"},\
        "cardElements":{"title":"Temporary card"}%s}"""
            .formatted(
                card.hashCode() % 2 == 0 ? "Stockholm" : "Uppsala",
                queue == null ? "" : ",\"queue\":" + queue));
  }

  Step initialized() {
    return step("initialize-card", "{\"chipSerial\":\"04A1\"}");
  }

  Step assigned(String holder) {
    return step("assign-card", "{\"holderId\":\"" + holder + "\"}");
  }

  Step assignedForAMoment(String holder) {
    return timed(
        "assign-card",
        now ->
            "{\"holderId\":\"%s\",\"validUntil\":\"%s\"}"
                .formatted(holder, now.plus(Wave.SHORT_VALIDITY)));
  }

  Step extended() {
    return timed(
        "extend-card", now -> "{\"validUntil\":\"%s\"}".formatted(now.plus(Duration.ofDays(30))));
  }

  Step expired() {
    return step("expire-card", "{\"assignment\":1}");
  }

  Step withdrawn() {
    return step("withdraw-card", "{\"reason\":\"returned\"}");
  }

  Step locked() {
    return step("lock-card", "{\"reason\":\"lost\"}");
  }

  Step aborted() {
    return step("abort-order", "{\"reason\":\"not needed\"}");
  }

  Step ofUnknownType() {
    return step("paint-card", "{}");
  }

  Step ofUnknownCard() {
    return Step.command("lock-card", id(), card + ".none", now -> "{}");
  }

  Step noCloudEvent() {
    return step("lock-card", "hello").bare();
  }

  Step brokenJson() {
    return step("lock-card", "{\"reason\":");
  }

  Step wrongKey() {
    return step("lock-card", "{}").underKey("another");
  }

  Step tooLarge() {
    return step("lock-card", "{\"reason\":\"" + "x".repeat(70_000) + "\"}");
  }

  private Step step(String name, String data) {
    return timed(name, now -> data);
  }

  private Step timed(String name, Function<Instant, String> data) {
    return Step.command(name, id(), card, data);
  }

  private String id() {
    return card + "-" + ++messages;
  }
}
