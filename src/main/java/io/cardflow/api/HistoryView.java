package io.cardflow.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cardflow.store.CardViews.AssignmentView;
import io.cardflow.store.CardViews.OrderStep;
import java.util.List;

/**
 * The history of a card.
 *
 * @param items its messages with their outcomes and events, the latest first
 * @param next the cursor of the next page; absent at the end, or where retention has removed what
 *     was before
 * @param order the steps of its order batch, the latest first; only on the first page
 * @param assignments the assignments, the latest first; only on the first page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HistoryView(
    List<MessageView> items, String next, OrderHistory order, List<AssignmentView> assignments) {

  /** What was asked of the bureau. */
  public record OrderHistory(String batchId, List<OrderStep> steps) {}
}
