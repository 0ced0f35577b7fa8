package io.cardflow.api;

import io.cardflow.domain.OrderStatus;
import io.cardflow.store.OrderLists;
import io.cardflow.store.OrderSummary;
import io.cardflow.store.Portion;
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
import java.util.List;
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

  private final OrderLists orders;
  private final Texts texts;
  private final Replies replies;
  private final Downloads downloads;
  private final Caller caller;

  OrderResource(
      OrderLists orders, Texts texts, Replies replies, Downloads downloads, Caller caller) {
    this.orders = orders;
    this.texts = texts;
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
    OrderStatus wanted = Parameters.status(status);
    ListPage page = ListPage.of(name(wanted), 1, after, limit);
    return read(wanted, page.after(), page.limit())
        .map(found -> replies.of(page.of(found), request, uri));
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
    ListPage page = ListPage.of(name(wanted), 1, after, null);
    return downloads.csv(
        act(page),
        "orders.csv",
        response,
        OrderItem.CSV,
        place -> read(wanted, place, Page.MOST),
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
    return orders
        .find(Parameters.id("batchId", batchId))
        .map(found -> replies.of(whole(found.orElseThrow(OrderResource::unknown)), request));
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
    ListPage page = ListPage.of(name(batchId), 1, after, limit);
    return readCards(batchId, page.after(), page.limit())
        .map(found -> replies.of(page.of(found), request, uri));
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
    ListPage page = ListPage.of(name(batchId), 1, after, null);
    return downloads.csv(
        act(page),
        "order-cards.csv",
        response,
        OrderCardItem.CSV,
        place -> readCards(batchId, place, Page.MOST),
        page.after());
  }

  private OrderItem whole(OrderSummary order) {
    return OrderItem.whole(order, PersonalData.MASKED.address(texts.of(order.delivery())));
  }

  private Uni<Portion<OrderItem>> read(OrderStatus status, List<String> after, int limit) {
    return orders.page(status, after, limit).map(found -> found.map(OrderItem::listed));
  }

  private Uni<Portion<OrderCardItem>> readCards(String batchId, List<String> after, int limit) {
    return orders
        .cards(batchId, after, limit)
        .call(cards -> cards.items().isEmpty() ? require(batchId) : Uni.createFrom().nullItem())
        .map(cards -> cards.map(OrderCardItem::of));
  }

  private Uni<Void> require(String batchId) {
    return orders
        .find(batchId)
        .map(found -> found.orElseThrow(OrderResource::unknown))
        .replaceWithVoid();
  }

  private Audit.Act act(ListPage page) {
    return new Audit.Act(caller.id(), "export-csv", null, page.list());
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
