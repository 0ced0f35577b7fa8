package io.cardflow.api;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows all cards and orders in figures. */
@Path("/api/summary")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "summary")
@RolesAllowed(Right.READS)
class SummaryResource {

  private final SummaryReads reads;
  private final Replies replies;

  SummaryResource(SummaryReads reads, Replies replies) {
    this.reads = reads;
    this.replies = replies;
  }

  @GET
  @Operation(operationId = "getSummary", summary = "Shows counts, waits, orders, halts and flow")
  @APIResponseSchema(SummaryView.class)
  public Uni<Response> summary(@Context Request request) {
    return reads.summary().map(view -> replies.of(view, request));
  }
}
