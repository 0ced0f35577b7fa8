package io.cardflow.local.demo;

import java.time.Duration;
import java.util.List;

/**
 * Commands that are sent in one sequence.
 *
 * @param title a description
 * @param after the condition to wait for in addition to the previous wave
 */
record Wave(String title, After after, List<StoryStep> steps) {

  /** The condition that a wave waits for. */
  enum After {
    /** No further condition. */
    WAVE,
    /** The bureau has finished every card. */
    BUREAU,
    /** The short assignments have expired, and their cards are overdue. */
    OVERDUE
  }

  /** The validity of assignments that expire during the demonstration. */
  static final Duration SHORT_VALIDITY = Duration.ofSeconds(8);
}
