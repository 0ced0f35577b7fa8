package io.cardflow.api;

import io.cardflow.ops.CardflowConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Reads the newest rejections and dead letters from Kafka. */
@Singleton
public class RejectionReads {

  private static final String REJECTIONS = "/api/rejections";
  private static final String DEAD_LETTERS = "/api/dead-letters";

  private final RecordLists lists;
  private final CardflowConfig.Topics topics;

  RejectionReads(RecordLists lists, CardflowConfig config) {
    this.lists = lists;
    this.topics = config.topics();
  }

  /**
   * The newest rejections.
   *
   * @param after the cursor of the page before; null for the newest
   * @param limit 1 to 100; null for 20
   */
  public Uni<RecordPage<Rejection>> rejections(String after, String limit) {
    return lists.page(topics.rejections(), limit, after, Rejection.MOST, Rejection::of, REJECTIONS);
  }

  /** The newest dead letters, without their values. */
  public Uni<RecordPage<LetterSummary>> deadLetters(String after, String limit) {
    return lists.page(topics.deadLetters(), limit, after, 0, LetterSummary::of, DEAD_LETTERS);
  }
}
