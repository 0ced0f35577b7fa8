package io.cardflow.page;

import io.cardflow.api.AskResource;
import io.cardflow.api.OrderReads;
import io.cardflow.api.OrderingResource;
import io.cardflow.api.OrderingResource.ResumeBody;
import io.cardflow.api.Parameters;
import io.cardflow.api.ReasonBody;
import io.cardflow.api.ResolveResource;
import io.cardflow.api.ResolveResource.ResolveBody;
import io.cardflow.api.Right;
import io.cardflow.api.SummaryReads;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;

/** Order batches: a list, one batch, the question to the bureau, and the switch of ordering. */
@Path("/orders")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.READS)
class OrdersPage {

  private final OrderReads orders;
  private final SummaryReads summaries;
  private final AskResource asks;
  private final ResolveResource resolutions;
  private final OrderingResource ordering;
  private final Frame frame;

  OrdersPage(
      OrderReads orders,
      SummaryReads summaries,
      AskResource asks,
      ResolveResource resolutions,
      OrderingResource ordering,
      Frame frame) {
    this.orders = orders;
    this.summaries = summaries;
    this.asks = asks;
    this.resolutions = resolutions;
    this.ordering = ordering;
    this.frame = frame;
  }

  @GET
  @Operation(hidden = true)
  public Uni<String> list(@QueryParam("status") String status, @QueryParam("after") String after) {
    return Uni.combine()
        .all()
        .unis(orders.list(Parameters.status(status), after, null), summaries.summary())
        .asTuple()
        .chain(
            read ->
                frame.render(
                    Templates.orders(frame.shell(), status, read.getItem1(), read.getItem2())));
  }

  @GET
  @Path("/{batchId}")
  @Operation(hidden = true)
  public Uni<String> order(
      @PathParam("batchId") String batchId, @QueryParam("after") String after) {
    return Uni.combine()
        .all()
        .unis(orders.order(batchId), orders.cards(batchId, after, null), orders.steps(batchId))
        .asTuple()
        .chain(
            read ->
                frame.render(
                    Templates.order(
                        frame.shell(), read.getItem1(), read.getItem2(), read.getItem3())));
  }

  @POST
  @Path("/{batchId}/ask")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @RolesAllowed(Right.OPERATES)
  @Operation(hidden = true)
  public Uni<Response> ask(@PathParam("batchId") String batchId, @RestForm String reason) {
    return asks.ask(batchId, new ReasonBody(reason))
        .map(done -> Forms.see("/orders/" + Labels.encoded(batchId)));
  }

  @POST
  @Path("/{batchId}/resolve")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @RolesAllowed(Right.OPERATES)
  @Operation(hidden = true)
  public Uni<Response> resolve(
      @PathParam("batchId") String batchId,
      @RestForm String outcome,
      @RestForm String orderId,
      @RestForm String reason) {
    return resolutions
        .resolve(batchId, new ResolveBody(outcome, orderId, reason))
        .map(done -> Forms.see("/orders/" + Labels.encoded(batchId)));
  }

  @POST
  @Path("/{batchId}/card-ids")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @RolesAllowed(Right.OPERATES)
  @Operation(hidden = true)
  public Uni<Response> load(@PathParam("batchId") String batchId, @RestForm String pairs) {
    return resolutions
        .load(batchId, pairs)
        .map(done -> Forms.see("/orders/" + Labels.encoded(batchId)));
  }

  @POST
  @Path("/pause")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @RolesAllowed(Right.ADMINISTERS)
  @Operation(hidden = true)
  public Uni<Response> pause(@RestForm String reason) {
    return ordering.pause(new ReasonBody(reason)).map(done -> Forms.see("/"));
  }

  @POST
  @Path("/resume")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @RolesAllowed(Right.ADMINISTERS)
  @Operation(hidden = true)
  public Uni<Response> resume(@RestForm String closure, @RestForm String reason) {
    return ordering.resume(new ResumeBody(closure, reason)).map(done -> Forms.see("/"));
  }
}
