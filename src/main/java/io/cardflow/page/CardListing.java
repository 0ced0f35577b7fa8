package io.cardflow.page;

import io.cardflow.api.SummaryView;
import io.cardflow.domain.CardState;
import io.cardflow.store.CardFilter;
import java.util.List;

/** What a list of cards shows. */
public record CardListing(CardFilter filter) {

  private static final List<CardState> LIMITED =
      List.of(
          CardState.PROCESSING,
          CardState.ORDERED,
          CardState.IN_PRODUCTION,
          CardState.PRODUCED,
          CardState.EXPIRED);

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

  /** The states of this list in which cards stay too long. */
  public List<CardState> advised(SummaryView summary) {
    return LIMITED.stream()
        .filter(each -> isOverdue() ? filter.state() == null || isChosen(each) : isChosen(each))
        .filter(each -> summary.stays().get(each).overdue() > 0)
        .toList();
  }

  /** The key of what to do about cards that stay too long in a state. */
  public String advice(CardState state) {
    return "advice" + Labels.label(state).substring("state".length());
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
