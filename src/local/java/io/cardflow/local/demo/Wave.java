package io.cardflow.local.demo;

import java.time.Duration;
import java.util.List;

/**
 * Commands that are sent together, one after the other.
 *
 * @param title what happens in it
 * @param after what it begins after, beside the end of the wave before
 */
record Wave(String title, After after, List<StoryStep> steps) {

  /** What a wave waits for. */
  enum After {
    /** Nothing more. */
    WAVE,
    /** The bureau is done with every card. */
    BUREAU,
    /** What has run out has expired, and has waited for too long since. */
    OVERDUE
  }

  /** How long an assignment lasts that is meant to expire during the demonstration. */
  static final Duration SHORT_VALIDITY = Duration.ofSeconds(8);
}
