package io.cardflow.api;

import io.cardflow.api.HistoryView.OrderHistory;
import io.cardflow.domain.JournalPosition;
import io.cardflow.store.AliasKind;
import io.cardflow.store.CardDetails;
import io.cardflow.store.CardFilter;
import io.cardflow.store.CardLists;
import io.cardflow.store.CardSearch;
import io.cardflow.store.CardViews;
import io.cardflow.store.CardViews.AssignmentView;
import io.cardflow.store.DecidedMessage;
import io.cardflow.store.Portion;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Reads cards, with masks for personal data. */
@Singleton
public class CardReads {

  /** How many messages a page of the history has; each needs a unit of work to be unpacked. */
  private static final int HISTORY = 20;

  private static final int MOST_HISTORY = 50;

  /** How many assignments and order steps a history has. */
  private static final int MOST_PARTS = 100;

  private static final String HISTORY_FILTER = "history ";

  private final CardViews cards;
  private final CardLists lists;
  private final CardSearch search;
  private final Messages messages;
  private final Texts texts;

  CardReads(CardViews cards, CardLists lists, CardSearch search, Messages messages, Texts texts) {
    this.cards = cards;
    this.lists = lists;
    this.search = search;
    this.messages = messages;
    this.texts = texts;
  }

  /** The card of this id; fails with UNKNOWN_CARD. */
  public Uni<CardView> card(String id) {
    return find(Parameters.card(id)).map(card -> CardView.of(card, texts, PersonalData.MASKED));
  }

  /**
   * The messages about a card, the latest first.
   *
   * @param after the cursor of the page before; null for the latest
   * @param limit 1 to 50; null for 20
   */
  public Uni<HistoryView> history(String id, String after, Integer limit) {
    int most = limit == null ? HISTORY : limit;
    if (most < 1 || most > MOST_HISTORY) {
      throw new ApiException(ProblemCode.INVALID_PARAMETER, "limit must be 1 to " + MOST_HISTORY);
    }
    JournalPosition from = position(Cursor.decode(after, HISTORY_FILTER + id, 2));
    return find(Parameters.card(id)).chain(card -> history(card, from, most));
  }

  /**
   * A page of a list.
   *
   * @param after the cursor of the page before; null for the first page
   * @param limit 1 to 500; null for 50
   */
  public Uni<Page<CardItem>> list(CardFilter filter, String after, String limit) {
    ListPage page = page(filter, after, limit);
    return read(filter, page.after(), page.limit()).map(page::of);
  }

  ListPage page(CardFilter filter, String after, String limit) {
    return ListPage.of(name(filter), CardLists.keys(filter), after, limit);
  }

  Uni<Portion<CardItem>> read(CardFilter filter, List<String> after, int limit) {
    return lists.page(filter, after, limit).map(cards -> cards.map(CardItem::of));
  }

  /** Finds cards by a name that must not stand in addresses; fails with INVALID_BODY. */
  public Uni<Page<FoundItem>> search(SearchRequest body) {
    if (body == null) {
      throw SearchRequest.invalid("a body is required");
    }
    body.check();
    return find(body);
  }

  private Uni<Page<FoundItem>> find(SearchRequest body) {
    if (body.holderId() != null) {
      return find(
          body,
          "search holder " + body.holderId(),
          2,
          (page, most) -> search.ofHolder(body.holderId(), page.after(), most),
          FoundItem::of);
    }
    return body.producerCardId() != null
        ? find(body, AliasKind.PRODUCER_CARD, body.producerCardId())
        : find(body, AliasKind.TRACKING_NUMBER, body.trackingNumber());
  }

  private Uni<Page<FoundItem>> find(SearchRequest body, AliasKind kind, String alias) {
    return find(
        body,
        "search " + kind + ' ' + alias,
        1,
        (page, most) -> search.ofAlias(kind, alias, page.after(), most),
        FoundItem::of);
  }

  private static <T> Uni<Page<FoundItem>> find(
      SearchRequest body,
      String list,
      int keys,
      BiFunction<ListPage, Integer, Uni<Portion<T>>> read,
      Function<T, FoundItem> item) {
    ListPage page = ListPage.of(list, keys, body.after(), null);
    return read.apply(page, body.most()).map(found -> page.of(found.map(item)));
  }

  private Uni<HistoryView> history(CardDetails card, JournalPosition from, int most) {
    JournalPosition first = from == null ? card.last() : from;
    Uni<List<DecidedMessage>> decided =
        first == null ? Uni.createFrom().item(List.of()) : messages.history(first, most);
    return decided.chain(
        found ->
            messages
                .views(found)
                .chain(
                    views -> {
                      String next = next(card.card().id(), found, most);
                      return from == null
                          ? parts(card, views, next)
                          : Uni.createFrom().item(new HistoryView(views, next, null, null));
                    }));
  }

  private Uni<HistoryView> parts(CardDetails card, List<MessageView> views, String next) {
    Uni<OrderHistory> order =
        card.batchId() == null
            ? Uni.createFrom().nullItem()
            : cards
                .steps(card.batchId(), MOST_PARTS)
                .map(steps -> new OrderHistory(card.batchId(), steps));
    return order.chain(
        steps ->
            cards
                .assignments(card.card().id(), MOST_PARTS)
                .map(
                    all ->
                        new HistoryView(
                            views, next, steps, all.stream().map(CardReads::masked).toList())));
  }

  private static AssignmentView masked(AssignmentView of) {
    return new AssignmentView(
        of.number(),
        PersonalData.MASKED.holder(of.holderId()),
        of.validFrom(),
        of.validUntil(),
        of.endedAt(),
        of.endedBy());
  }

  private static String next(String id, List<DecidedMessage> found, int most) {
    if (found.size() < most) {
      return null;
    }
    JournalPosition previous = found.get(found.size() - 1).entry().previous();
    return previous == null
        ? null
        : Cursor.encode(
            HISTORY_FILTER + id,
            List.of(Integer.toString(previous.log()), Long.toString(previous.offset())));
  }

  private static JournalPosition position(List<String> keys) {
    try {
      return keys == null
          ? null
          : new JournalPosition(Integer.parseInt(keys.get(0)), Long.parseLong(keys.get(1)));
    } catch (NumberFormatException e) {
      throw Cursor.invalid();
    }
  }

  private Uni<CardDetails> find(String id) {
    return cards
        .find(id)
        .map(found -> found.orElseThrow(() -> new ApiException(ProblemCode.UNKNOWN_CARD, null)));
  }

  /** The list's name in cursors and in the audit. */
  private static String name(CardFilter filter) {
    StringBuilder name = new StringBuilder("cards");
    add(name, "state", filter.state());
    add(name, "orderId", filter.orderId());
    add(name, "batchId", filter.batchId());
    add(name, "layoutId", filter.layoutId());
    add(name, "overdue", filter.overdue());
    return name.toString();
  }

  private static void add(StringBuilder name, String parameter, Object value) {
    if (value != null) {
      name.append(' ').append(parameter).append('=').append(value);
    }
  }
}
