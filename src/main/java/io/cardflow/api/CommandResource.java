package io.cardflow.api;

import io.cardflow.api.Audit.Act;
import io.cardflow.api.MessageView.PositionView;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Publishes a command for a card. It is decided as every other message is; the answer has the
 * address of the outcome, or the outcome.
 */
@Path("/api/cards/{id}/commands")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "commands")
@RolesAllowed(Right.COMMANDS)
public class CommandResource {

  private final Commands commands;
  private final Audit audit;
  private final Caller caller;

  CommandResource(Commands commands, Audit audit, Caller caller) {
    this.commands = commands;
    this.audit = audit;
    this.caller = caller;
  }

  @POST
  @Operation(
      operationId = "postCommand",
      summary = "Publishes a command; repeated under the same key, it has one effect")
  @APIResponse(
      responseCode = "202",
      description = "Published; Location is the address of the outcome",
      content = @Content(schema = @Schema(implementation = MessageView.class)))
  @APIResponse(
      responseCode = "200",
      description = "Decided within the preferred time",
      content = @Content(schema = @Schema(implementation = MessageView.class)))
  public Uni<Response> command(
      @PathParam("id") String id,
      @HeaderParam("Idempotency-Key") String idempotencyKey,
      @HeaderParam("Prefer") String prefer,
      CommandBody body) {
    String key = Commands.key(idempotencyKey);
    Duration wait = Commands.wait(prefer);
    Act act =
        new Act(
            caller.id(), Commands.type(body), Parameters.card(id), Commands.reason(body.reason()));
    return audit
        .run(
            act,
            begun ->
                commands
                    .publish(commands.encode(id, key, act.actor(), body, begun.at()))
                    .map(CommandResource::accepted))
        .chain(response -> wait.isZero() ? Uni.createFrom().item(response) : await(response, wait));
  }

  private static Response accepted(PositionView position) {
    return Response.accepted(MessageView.pending(position))
        .location(URI.create(position.path()))
        .build();
  }

  private Uni<Response> await(Response accepted, Duration wait) {
    PositionView position = ((MessageView) accepted.getEntity()).position();
    return commands
        .outcome(position, wait)
        .map(
            view ->
                view.status() == MessageView.Status.PENDING
                    ? accepted
                    : Response.ok(view)
                        .header("Preference-Applied", "wait=" + wait.toSeconds())
                        .header("Content-Location", position.path())
                        .build());
  }
}
