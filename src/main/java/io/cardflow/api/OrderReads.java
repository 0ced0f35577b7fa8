package io.cardflow.api;

import io.cardflow.domain.OrderStatus;
import io.cardflow.store.CardViews;
import io.cardflow.store.CardViews.OrderStep;
import io.cardflow.store.OrderLists;
import io.cardflow.store.OrderSummary;
import io.cardflow.store.Portion;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** Reads order batches and their cards, with masks for addresses. */
@Singleton
public class OrderReads {

  private static final int MOST_STEPS = 100;

  private final OrderLists orders;
  private final CardViews views;
  private final Texts texts;

  OrderReads(OrderLists orders, CardViews views, Texts texts) {
    this.orders = orders;
    this.views = views;
    this.texts = texts;
  }

  /**
   * A page of the list.
   *
   * @param status null for all
   * @param after the cursor of the page before; null for the first page
   * @param limit 1 to 500; null for 50
   */
  public Uni<Page<OrderItem>> list(OrderStatus status, String after, String limit) {
    ListPage page = page(status, after, limit);
    return read(status, page.after(), page.limit()).map(page::of);
  }

  ListPage page(OrderStatus status, String after, String limit) {
    return ListPage.of(name(status), 1, after, limit);
  }

  /** The order batch of this id; fails with UNKNOWN_ORDER. */
  public Uni<OrderItem> order(String batchId) {
    return orders
        .find(Parameters.id("batchId", batchId))
        .map(found -> whole(found.orElseThrow(OrderReads::unknown)));
  }

  /** A page of the cards of an order batch; fails with UNKNOWN_ORDER. */
  public Uni<Page<OrderCardItem>> cards(String batchId, String after, String limit) {
    ListPage page = cardsPage(batchId, after, limit);
    return readCards(batchId, page.after(), page.limit()).map(page::of);
  }

  /** The last steps of an order batch, the latest first. */
  public Uni<List<OrderStep>> steps(String batchId) {
    return views.steps(Parameters.id("batchId", batchId), MOST_STEPS);
  }

  ListPage cardsPage(String batchId, String after, String limit) {
    return ListPage.of(name(batchId), 1, after, limit);
  }

  private OrderItem whole(OrderSummary order) {
    return OrderItem.whole(order, PersonalData.MASKED.address(texts.of(order.delivery())));
  }

  Uni<Portion<OrderItem>> read(OrderStatus status, List<String> after, int limit) {
    return orders.page(status, after, limit).map(found -> found.map(OrderItem::listed));
  }

  Uni<Portion<OrderCardItem>> readCards(String batchId, List<String> after, int limit) {
    return orders
        .cards(batchId, after, limit)
        .call(cards -> cards.items().isEmpty() ? require(batchId) : Uni.createFrom().nullItem())
        .map(cards -> cards.map(OrderCardItem::of));
  }

  private Uni<Void> require(String batchId) {
    return orders
        .find(batchId)
        .map(found -> found.orElseThrow(OrderReads::unknown))
        .replaceWithVoid();
  }

  /** The lists' names in cursors and in the audit. */
  private static String name(OrderStatus status) {
    return status == null ? "orders" : "orders status=" + status;
  }

  private static String name(String batchId) {
    return "cards of order " + Parameters.id("batchId", batchId);
  }

  private static ApiException unknown() {
    return new ApiException(ProblemCode.UNKNOWN_ORDER, null);
  }
}
