package io.cardflow.api;

import io.cardflow.domain.MessageId;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows one card, and why it is where it is. */
@Path("/api/cards/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "cards")
@RolesAllowed(Right.READS)
class CardResource {

  private final CardReads cards;
  private final Messages messages;
  private final Replies replies;

  CardResource(CardReads cards, Messages messages, Replies replies) {
    this.cards = cards;
    this.messages = messages;
    this.replies = replies;
  }

  @GET
  @Operation(operationId = "getCard", summary = "Shows a card, with masks for personal data")
  @APIResponseSchema(CardView.class)
  public Uni<Response> card(@PathParam("id") String id, @Context Request request) {
    return cards.card(id).map(card -> replies.of(card, request));
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
    return cards.history(id, after, limit).map(history -> replies.of(history, request));
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
}
