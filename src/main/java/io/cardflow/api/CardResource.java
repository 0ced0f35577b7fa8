package io.cardflow.api;

import io.cardflow.api.HistoryView.OrderHistory;
import io.cardflow.domain.JournalPosition;
import io.cardflow.domain.MessageId;
import io.cardflow.store.CardDetails;
import io.cardflow.store.CardViews;
import io.cardflow.store.CardViews.AssignmentView;
import io.cardflow.store.DecidedMessage;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows one card, and why it is where it is. */
@Path("/api/cards/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "cards")
@RolesAllowed(Right.READS)
class CardResource {

  /** How many messages a page of the history has; each needs a unit of work to be unpacked. */
  private static final int HISTORY = 20;

  private static final int MOST_HISTORY = 50;

  /** How many assignments and order steps a history has. */
  private static final int MOST_PARTS = 100;

  private static final String HISTORY_FILTER = "history ";

  private final CardViews cards;
  private final Messages messages;
  private final Texts texts;
  private final Replies replies;

  CardResource(CardViews cards, Messages messages, Texts texts, Replies replies) {
    this.cards = cards;
    this.messages = messages;
    this.texts = texts;
    this.replies = replies;
  }

  @GET
  @Operation(operationId = "getCard", summary = "Shows a card, with masks for personal data")
  @APIResponseSchema(CardView.class)
  public Uni<Response> card(@PathParam("id") String id, @Context Request request) {
    return find(Parameters.card(id))
        .map(card -> replies.of(CardView.of(card, texts, PersonalData.MASKED), request));
  }

  @GET
  @Path("/history")
  @Operation(
      operationId = "getCardHistory",
      summary = "Shows the messages about a card with their outcomes, the latest first")
  @APIResponseSchema(HistoryView.class)
  public Uni<Response> history(
      @PathParam("id") String id,
      @QueryParam("after") String after,
      @QueryParam("limit") Integer limit,
      @Context Request request) {
    int most = limit == null ? HISTORY : limit;
    if (most < 1 || most > MOST_HISTORY) {
      throw new ApiException(ProblemCode.INVALID_PARAMETER, "limit must be 1 to " + MOST_HISTORY);
    }
    JournalPosition from = position(Cursor.decode(after, HISTORY_FILTER + id, 2));
    return find(Parameters.card(id))
        .chain(card -> history(card, from, most))
        .map(history -> replies.of(history, request));
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
                            views, next, steps, all.stream().map(CardResource::masked).toList())));
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

  @GET
  @Path("/messages")
  @Operation(
      operationId = "getCardMessage",
      summary = "Shows what became of the first message with an id at a card")
  @APIResponseSchema(MessageView.class)
  public Uni<Response> message(
      @PathParam("id") String id,
      @QueryParam("source") String source,
      @QueryParam("id") String messageId,
      @Context Request request) {
    if (source == null || messageId == null || source.isEmpty() || messageId.isEmpty()) {
      throw new ApiException(ProblemCode.INVALID_PARAMETER, "source and id are required");
    }
    return messages
        .by(Parameters.card(id), new MessageId(source, messageId))
        .map(
            found ->
                replies.of(
                    found.orElseThrow(() -> new ApiException(ProblemCode.UNKNOWN_MESSAGE, null)),
                    request));
  }

  private Uni<CardDetails> find(String id) {
    return cards
        .find(id)
        .map(found -> found.orElseThrow(() -> new ApiException(ProblemCode.UNKNOWN_CARD, null)));
  }
}
