package io.cardflow.local.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The commands for one card, by the wave in which they are sent. */
final class CardStory {

  private final String card;
  private final List<List<StoryStep>> waves = new ArrayList<>();
  private int messages;

  /**
   * @param waves number of waves
   */
  CardStory(String card, int waves) {
    this.card = card;
    for (int wave = 0; wave < waves; wave++) {
      this.waves.add(new ArrayList<>());
    }
  }

  /** Returns the commands of a wave. */
  List<StoryStep> of(int wave) {
    return waves.get(wave);
  }

  /**
   * @param queue "false" for a card that is ordered immediately; null for the configured default
   */
  StoryStep request(String queue) {
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

  StoryStep initialized() {
    return step("initialize-card", "{\"chipSerial\":\"04A1\"}");
  }

  StoryStep assigned(String holder) {
    return step("assign-card", "{\"holderId\":\"" + holder + "\"}");
  }

  StoryStep assignedForAMoment(String holder) {
    return timed(
        "assign-card",
        now ->
            "{\"holderId\":\"%s\",\"validUntil\":\"%s\"}"
                .formatted(holder, now.plus(Wave.SHORT_VALIDITY)));
  }

  StoryStep extended() {
    return timed(
        "extend-card", now -> "{\"validUntil\":\"%s\"}".formatted(now.plus(Duration.ofDays(30))));
  }

  StoryStep expired() {
    return step("expire-card", "{\"assignment\":1}");
  }

  StoryStep withdrawn() {
    return step("withdraw-card", "{\"reason\":\"returned\"}");
  }

  StoryStep locked() {
    return step("lock-card", "{\"reason\":\"lost\"}");
  }

  StoryStep aborted() {
    return step("abort-order", "{\"reason\":\"not needed\"}");
  }

  StoryStep ofUnknownType() {
    return step("paint-card", "{}");
  }

  StoryStep ofUnknownCard() {
    return StoryStep.command("lock-card", id(), card + ".none", now -> "{}");
  }

  StoryStep noCloudEvent() {
    return step("lock-card", "hello").bare();
  }

  StoryStep brokenJson() {
    return step("lock-card", "{\"reason\":");
  }

  StoryStep wrongKey() {
    return step("lock-card", "{}").underKey("another");
  }

  StoryStep tooLarge() {
    return step("lock-card", "{\"reason\":\"" + "x".repeat(70_000) + "\"}");
  }

  private StoryStep step(String name, String data) {
    return timed(name, now -> data);
  }

  private StoryStep timed(String name, Function<Instant, String> data) {
    return StoryStep.command(name, id(), card, data);
  }

  private String id() {
    return card + "-" + ++messages;
  }
}
