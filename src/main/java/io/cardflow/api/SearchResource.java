package io.cardflow.api;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Searches for what must not be part of an address, since addresses are written to access logs. For
 * the same reason the cursor is in the body.
 */
@Path("/api/cards/search")
@Tag(name = "cards")
class SearchResource {

  private final CardReads cards;
  private final Replies replies;

  SearchResource(CardReads cards, Replies replies) {
    this.cards = cards;
    this.replies = replies;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @RolesAllowed(Right.READS)
  @Operation(
      operationId = "searchCards",
      summary = "Find cards by holder, by GO Cards' id or by tracking number",
      description =
          "A search for a holder has an item for each assignment, past ones included, by card id and"
              + " number. Other searches have an item for each card, by id.")
  @APIResponse(
      responseCode = "200",
      description = "A page of the cards found",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ListSchemas.FoundPage.class)))
  public Uni<Response> search(SearchRequest body, @Context Request request) {
    return cards.search(body).map(page -> replies.of(page, request));
  }
}
