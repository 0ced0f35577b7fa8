package io.cardflow.api;

import io.cardflow.domain.OrderStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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

/** Order batches and their cards. */
@Path("/api/orders")
@Tag(name = "orders")
class OrderResource {

  private static final String AFTER = "The next of the page before";
  private static final String LIMIT = "The largest number of items: 1 to 500, or 50 if absent";

  private final OrderReads orders;
  private final Replies replies;
  private final Downloads downloads;
  private final Caller caller;

  OrderResource(OrderReads orders, Replies replies, Downloads downloads, Caller caller) {
    this.orders = orders;
    this.replies = replies;
    this.downloads = downloads;
    this.caller = caller;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @RolesAllowed(Right.READS)
  @Operation(
      operationId = "listOrders",
      summary = "List order batches",
      description =
          "By batch id. With Accept: text/csv the whole list, at most 100,000 rows, for"
              + " administrators.")
  @APIResponse(
      responseCode = "200",
      description = "A page of the list",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = ListSchemas.OrderPage.class)),
        @Content(mediaType = Downloads.CSV, schema = @Schema(type = SchemaType.STRING))
      })
  public Uni<Response> list(
      @Parameter(
              description = "Batches with this status",
              schema = @Schema(implementation = OrderStatus.class))
          @QueryParam("status")
          String status,
      @Parameter(description = AFTER) @QueryParam("after") String after,
      @Parameter(description = LIMIT) @QueryParam("limit") String limit,
      @Context HttpHeaders headers,
      @Context Request request,
      @Context UriInfo uri) {
    ListPage.requireJson(headers);
    return orders
        .list(Parameters.status(status), after, limit)
        .map(page -> replies.of(page, request, uri));
  }

  @GET
  @Produces(Downloads.CSV_IF_ASKED)
  @RolesAllowed(Right.ADMINISTERS)
  @Operation(hidden = true)
  public RestMulti<byte[]> csv(
      @QueryParam("status") String status,
      @QueryParam("after") String after,
      @Context HttpServerResponse response) {
    OrderStatus wanted = Parameters.status(status);
    ListPage page = orders.page(wanted, after, null);
    return downloads.csv(
        act(page),
        "orders.csv",
        response,
        OrderItem.CSV,
        place -> orders.read(wanted, place, Page.MOST),
        page.after());
  }

  @GET
  @Path("/{batchId}")
  @Produces(MediaType.APPLICATION_JSON)
  @RolesAllowed(Right.READS)
  @Operation(
      operationId = "getOrder",
      summary = "Get an order batch",
      description = "Of the delivery address only the city and the country are readable.")
  @APIResponse(
      responseCode = "200",
      description = "The order batch",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = OrderItem.class)))
  public Uni<Response> get(@PathParam("batchId") String batchId, @Context Request request) {
    return orders.order(batchId).map(order -> replies.of(order, request));
  }

  @GET
  @Path("/{batchId}/cards")
  @Produces(MediaType.APPLICATION_JSON)
  @RolesAllowed(Right.READS)
  @Operation(
      operationId = "listOrderCards",
      summary = "List the cards of an order batch",
      description =
          "By card id, with what GO Cards answered. With Accept: text/csv the whole list, for"
              + " administrators.")
  @APIResponse(
      responseCode = "200",
      description = "A page of the list",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = ListSchemas.OrderCardPage.class)),
        @Content(mediaType = Downloads.CSV, schema = @Schema(type = SchemaType.STRING))
      })
  public Uni<Response> cards(
      @PathParam("batchId") String batchId,
      @Parameter(description = AFTER) @QueryParam("after") String after,
      @Parameter(description = LIMIT) @QueryParam("limit") String limit,
      @Context HttpHeaders headers,
      @Context Request request,
      @Context UriInfo uri) {
    ListPage.requireJson(headers);
    return orders.cards(batchId, after, limit).map(page -> replies.of(page, request, uri));
  }

  @GET
  @Path("/{batchId}/cards")
  @Produces(Downloads.CSV_IF_ASKED)
  @RolesAllowed(Right.ADMINISTERS)
  @Operation(hidden = true)
  public RestMulti<byte[]> cardsCsv(
      @PathParam("batchId") String batchId,
      @QueryParam("after") String after,
      @Context HttpServerResponse response) {
    ListPage page = orders.cardsPage(batchId, after, null);
    return downloads.csv(
        act(page),
        "order-cards.csv",
        response,
        OrderCardItem.CSV,
        place -> orders.readCards(batchId, place, Page.MOST),
        page.after());
  }

  private Audit.Act act(ListPage page) {
    return new Audit.Act(caller.id(), "export-csv", null, page.list());
  }
}
