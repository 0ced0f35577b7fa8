package io.cardflow.api;

import io.cardflow.ops.CardflowConfig;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lists the published rejections. */
@Path("/api/rejections")
@Tag(name = "records")
class RejectionResource {

  private final RecordLists lists;
  private final String topic;

  RejectionResource(RecordLists lists, CardflowConfig config) {
    this.lists = lists;
    this.topic = config.topics().rejections();
  }

  /** Lists the newest rejections of all cards. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @RolesAllowed(Right.READS)
  @Operation(
      operationId = "listRejections",
      summary = "Lists the newest rejections",
      description = "Reads Kafka for at most 5 seconds; what is then missing is reported.")
  @APIResponse(
      responseCode = "200",
      description = "The newest rejections",
      content = @Content(schema = @Schema(implementation = RejectionPage.class)))
  public Uni<Response> list(
      @Parameter(description = "1 to 100; 20 if absent") @QueryParam("limit") String limit,
      @Parameter(description = "The cursor of the page before") @QueryParam("after") String after,
      @Context Request request,
      @Context UriInfo uri) {
    return lists.list(topic, limit, after, Rejection.MOST, Rejection::of, request, uri);
  }

  /** For the OpenAPI document. */
  static final class RejectionPage extends RecordPage<Rejection> {
    private RejectionPage() {
      super(List.of(), null, List.of());
    }
  }
}
