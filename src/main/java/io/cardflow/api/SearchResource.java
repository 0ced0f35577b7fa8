package io.cardflow.api;

import io.cardflow.store.AliasKind;
import io.cardflow.store.CardSearch;
import io.cardflow.store.Portion;
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
import java.util.function.BiFunction;
import java.util.function.Function;
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

  private final CardSearch search;
  private final Replies replies;

  SearchResource(CardSearch search, Replies replies) {
    this.search = search;
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
    if (body == null) {
      throw SearchRequest.invalid("a body is required");
    }
    body.check();
    return find(body).map(page -> replies.of(page, request));
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
}
