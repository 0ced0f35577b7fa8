package io.cardflow.api;

import io.cardflow.api.Audit.Act;
import io.cardflow.store.OrderBatches;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Makes the next step of an order batch due now. */
@Path("/api/orders/{batchId}/ask")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "orders")
@RolesAllowed(Right.OPERATES)
public class AskResource {

  private final OrderBatches batches;
  private final Audit audit;
  private final Caller caller;

  AskResource(OrderBatches batches, Audit audit, Caller caller) {
    this.batches = batches;
    this.audit = audit;
    this.caller = caller;
  }

  @POST
  @Operation(
      operationId = "askBureau",
      summary = "Asks the bureau about an order batch now, or sends the batch if it is not sent")
  @APIResponse(responseCode = "202", description = "The step is due")
  public Uni<Response> ask(@PathParam("batchId") String batchId, ReasonBody body) {
    return audit.run(
        new Act(
            caller.id(),
            "ask-bureau",
            Parameters.id("batchId", batchId),
            ReasonBody.optional(body)),
        () ->
            batches
                .ask(batchId)
                .chain(
                    due ->
                        due
                            ? Uni.createFrom()
                                .item(
                                    Response.accepted()
                                        .location(URI.create("/api/orders/" + batchId))
                                        .build())
                            : refuse(batchId)));
  }

  private Uni<Response> refuse(String batchId) {
    return batches
        .exists(batchId)
        .map(
            exists -> {
              throw exists
                  ? new ApiException(ProblemCode.CONFLICT, "the batch has no next step")
                  : new ApiException(ProblemCode.UNKNOWN_ORDER, null);
            });
  }
}
