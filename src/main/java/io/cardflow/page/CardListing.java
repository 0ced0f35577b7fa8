package io.cardflow.page;

import io.cardflow.domain.CardState;
import io.cardflow.store.CardFilter;

/** What a list of cards shows. */
public record CardListing(CardFilter filter) {

  /** The key of the name of the state; null for all states. */
  public String stateLabel() {
    return filter.state() == null ? null : Labels.label(filter.state());
  }

  /** The states, for the choice. */
  public CardState[] states() {
    return CardState.values();
  }

  public boolean isChosen(CardState state) {
    return state == filter.state();
  }

  public String label(CardState state) {
    return Labels.label(state);
  }

  public boolean isOverdue() {
    return Boolean.TRUE.equals(filter.overdue());
  }

  /** The address of the next page. */
  public String next(String cursor) {
    StringBuilder query = new StringBuilder("/cards?after=").append(Labels.encoded(cursor));
    add(query, "state", filter.state());
    add(query, "orderId", filter.orderId());
    add(query, "batchId", filter.batchId());
    add(query, "layoutId", filter.layoutId());
    add(query, "overdue", filter.overdue());
    return query.toString();
  }

  private static void add(StringBuilder query, String name, Object value) {
    if (value != null) {
      query.append('&').append(name).append('=').append(Labels.encoded(value.toString()));
    }
  }
}
