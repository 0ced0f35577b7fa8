package io.cardflow.api;

import io.cardflow.store.CardFilter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;

/** Lists of cards. */
@Path("/api/cards")
@Tag(name = "cards")
class CardListResource {

  private final CardReads cards;
  private final Replies replies;
  private final Downloads downloads;
  private final Caller caller;

  CardListResource(CardReads cards, Replies replies, Downloads downloads, Caller caller) {
    this.cards = cards;
    this.replies = replies;
    this.downloads = downloads;
    this.caller = caller;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @RolesAllowed(Right.READS)
  @Operation(
      operationId = "listCards",
      summary = "List cards",
      description =
          "Cards in a state, overdue cards: the longest stay first. Cards of a layout: the oldest"
              + " request first. Other lists: by card id. A page may have fewer cards than the"
              + " limit, even none; the list ends with the page that has no next. With Accept:"
              + " text/csv the whole list, at most 100,000 rows, for administrators.")
  @APIResponse(
      responseCode = "200",
      description = "A page of the list",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = ListSchemas.CardPage.class)),
        @Content(mediaType = Downloads.CSV, schema = @Schema(type = SchemaType.STRING))
      })
  public Uni<Response> list(
      @BeanParam CardQuery query,
      @Parameter(description = "The next of the page before") @QueryParam("after") String after,
      @Parameter(description = "The largest number of items: 1 to 500, or 50 if absent")
          @QueryParam("limit")
          String limit,
      @Context HttpHeaders headers,
      @Context Request request,
      @Context UriInfo uri) {
    ListPage.requireJson(headers);
    return cards.list(query.filter(), after, limit).map(page -> replies.of(page, request, uri));
  }

  @GET
  @Produces(Downloads.CSV_IF_ASKED)
  @RolesAllowed(Right.ADMINISTERS)
  @Operation(hidden = true)
  public RestMulti<byte[]> csv(
      @BeanParam CardQuery query,
      @QueryParam("after") String after,
      @Context HttpServerResponse response) {
    CardFilter filter = query.filter();
    ListPage page = cards.page(filter, after, null);
    return downloads.csv(
        new Audit.Act(caller.id(), "export-csv", null, page.list()),
        "cards.csv",
        response,
        CardItem.CSV,
        place -> cards.read(filter, place, Page.MOST),
        page.after());
  }
}
