package io.cardflow.local.demo;

import io.cardflow.local.demo.Wave.After;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands of IAM systems during a demonstration, the same in each run. The bureau's answers
 * differ.
 */
final class Scenario {

  private static final int KINDS = 20;
  private static final int ORDER = 0;
  private static final int POOL = 1;
  private static final int PEOPLE = 2;
  private static final int LATER = 3;

  private final List<Wave> waves =
      List.of(
          new Wave(
              "Requesting cards; they are ordered, produced and shipped.",
              After.WAVE,
              new ArrayList<>()),
          new Wave("Adding shipped cards to the pool.", After.BUREAU, new ArrayList<>()),
          new Wave("Assigning cards to holders.", After.WAVE, new ArrayList<>()),
          new Wave(
              "Some assignments have expired, after a reminder, and their cards are overdue.",
              After.OVERDUE,
              new ArrayList<>()));

  /**
   * @param run distinguishes the cards of different runs
   * @param cards the number of cards, 1 or more
   */
  Scenario(String run, int cards) {
    for (int card = 0; card < cards; card++) {
      CardStory story = new CardStory(prefix(run) + "%06d".formatted(card), waves.size());
      int kind = card % KINDS;
      order(story, kind);
      story.of(POOL).add(story.initialized());
      people(story, kind, holder(run, card), holder(run, card - 1));
      later(story, kind);
      for (int wave = 0; wave < waves.size(); wave++) {
        waves.get(wave).steps().addAll(story.of(wave));
      }
    }
  }

  /** Returns the prefix of the ids of a run's cards. */
  static String prefix(String run) {
    return "T-" + run + "-";
  }

  List<Wave> waves() {
    return waves;
  }

  private static void order(CardStory story, int kind) {
    List<StoryStep> steps = story.of(ORDER);
    StoryStep request = story.request(kind == 0 ? "false" : null);
    steps.add(kind == 1 ? request.structured() : request);
    switch (kind) {
      case 2 -> steps.add(request);
      case 3 -> steps.add(story.aborted());
      case 4 -> steps.add(story.noCloudEvent());
      case 5 -> steps.add(story.brokenJson());
      case 6 -> steps.add(story.wrongKey());
      case 7 -> steps.add(story.tooLarge());
      case 8 -> steps.add(story.ofUnknownType());
      case 9 -> steps.add(story.ofUnknownCard());
      default -> {
        // An ordinary request.
      }
    }
  }

  /**
   * @param other the holder of the card before
   */
  private static void people(CardStory story, int kind, String holder, String other) {
    List<StoryStep> steps = story.of(PEOPLE);
    switch (kind) {
      case 0, 1, 2, 3 -> {
        // Stays in the pool.
      }
      case 10 -> steps.addAll(List.of(story.assigned(holder), story.assigned(holder)));
      case 11 -> steps.add(story.assigned(other));
      case 12 -> steps.addAll(List.of(story.assigned(holder), story.extended()));
      case 13 -> steps.addAll(List.of(story.assigned(holder), story.withdrawn()));
      case 14 -> steps.addAll(List.of(story.assigned(holder), story.locked()));
      case 15 -> steps.addAll(List.of(story.locked(), story.locked()));
      case 16, 17, 18 -> steps.add(story.assignedForAMoment(holder));
      default -> steps.add(story.assigned(holder));
    }
  }

  private static void later(CardStory story, int kind) {
    switch (kind) {
      case 12, 16 -> story.of(LATER).add(story.expired());
      case 17 -> story.of(LATER).add(story.withdrawn());
      case 18 -> story.of(LATER).addAll(List.of(story.extended(), story.expired()));
      default -> {
        // Stays assigned.
      }
    }
  }

  private static String holder(String run, int card) {
    return "user-%s-%d".formatted(run, card);
  }
}
