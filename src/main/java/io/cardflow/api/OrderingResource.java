package io.cardflow.api;

import io.cardflow.api.Audit.Act;
import io.cardflow.store.Closure;
import io.cardflow.store.ClosureReason;
import io.cardflow.store.OrderingClosures;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Closes ordering on all replicas, and releases it. */
@Path("/api/ordering")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "orders")
@RolesAllowed(Right.ADMINISTERS)
public class OrderingResource {

  private static final String SUBJECT = "ordering";

  private final OrderingClosures closures;
  private final Audit audit;
  private final Caller caller;

  OrderingResource(OrderingClosures closures, Audit audit, Caller caller) {
    this.closures = closures;
    this.audit = audit;
    this.caller = caller;
  }

  /** Why ordering is closed; it is open if there is no closure. */
  public record ClosuresView(List<Closure> closures) {}

  /**
   * What is released.
   *
   * @param closure PAUSE, LOST_COMMITS or FAILOVER
   */
  public record ResumeBody(String closure, String reason) {}

  @POST
  @Path("/pause")
  @Operation(operationId = "pauseOrdering", summary = "Closes ordering until it is resumed")
  @APIResponse(
      responseCode = "200",
      description = "Closed",
      content = @Content(schema = @Schema(implementation = ClosuresView.class)))
  public Uni<Response> pause(ReasonBody body) {
    String reason = ReasonBody.required(body);
    return audit.run(
        new Act(caller.id(), "pause-ordering", SUBJECT, reason),
        () ->
            Uni.createFrom()
                .completionStage(
                    () -> closures.close(ClosureReason.PAUSE, reason).toCompletionStage())
                .chain(this::view));
  }

  @POST
  @Path("/resume")
  @Operation(
      operationId = "resumeOrdering",
      summary = "Releases one closure; ordering is open when none is left")
  @APIResponse(
      responseCode = "200",
      description = "Released",
      content = @Content(schema = @Schema(implementation = ClosuresView.class)))
  public Uni<Response> resume(ResumeBody body) {
    ClosureReason closure = closure(body == null ? null : body.closure());
    Act act =
        new Act(
            caller.id(),
            "resume-ordering",
            SUBJECT + "/" + closure,
            Commands.requiredReason(body.reason()));
    return audit.run(
        act,
        () ->
            closures
                .release(closure)
                .chain(
                    released -> {
                      if (!released) {
                        throw new ApiException(
                            ProblemCode.CONFLICT, "ordering is not closed for this reason");
                      }
                      return view();
                    }));
  }

  private Uni<Response> view() {
    return closures.list().map(left -> Response.ok(new ClosuresView(left)).build());
  }

  private static ClosureReason closure(String name) {
    return Arrays.stream(ClosureReason.values())
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ApiException(
                    ProblemCode.INVALID_BODY,
                    "closure must be one of " + List.of(ClosureReason.values())));
  }
}
