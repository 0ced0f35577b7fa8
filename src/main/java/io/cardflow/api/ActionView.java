package io.cardflow.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cardflow.domain.BulkAction;
import io.cardflow.domain.BulkAction.Item;
import io.cardflow.domain.BulkAction.Kind;
import io.cardflow.domain.BulkAction.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An action with what came of each item. Fields without a value are absent.
 *
 * @param id absent for a dry run
 * @param finishedAt absent until all items have an outcome
 * @param counts the number of items by status
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ActionView(
    String id,
    Kind kind,
    String actor,
    String reason,
    Instant validUntil,
    Instant createdAt,
    Instant finishedAt,
    Map<Status, Long> counts,
    List<ItemView> items) {

  /**
   * An item.
   *
   * @param code why it is not eligible, was rejected or failed
   * @param message the address of the outcome of its message
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ItemView(String subject, Status status, String code, String message) {}

  static ActionView of(BulkAction action, Messages messages) {
    Map<Status, Long> counts = new TreeMap<>();
    action.items().forEach(item -> counts.merge(item.status(), 1L, Long::sum));
    return new ActionView(
        action.id(),
        action.kind(),
        action.actor(),
        action.reason(),
        action.validUntil(),
        action.createdAt(),
        action.finishedAt(),
        counts,
        action.items().stream().map(item -> view(item, messages)).toList());
  }

  private static ItemView view(Item item, Messages messages) {
    return new ItemView(
        item.subject(),
        item.status(),
        item.code(),
        item.position() == null
            ? null
            : new MessageView.PositionView(
                    messages.name(item.position().partition().topic()),
                    item.position().partition().number(),
                    item.position().offset())
                .path());
  }
}
