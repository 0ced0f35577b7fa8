package io.cardflow.api;

import io.cardflow.api.Audit.Act;
import io.cardflow.domain.BulkAction;
import io.cardflow.domain.BulkAction.Item;
import io.cardflow.domain.BulkAction.Kind;
import io.cardflow.domain.BulkAction.Status;
import io.cardflow.domain.RejectionCode;
import io.cardflow.store.Actions;
import io.cardflow.store.Actions.Candidate;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Acts on many cards or dead letters at a time. */
@Path("/api/actions")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "actions")
@RolesAllowed(Right.ADMINISTERS)
public class ActionResource {

  private final Actions actions;
  private final ActionReads reads;
  private final Messages messages;
  private final Audit audit;
  private final Caller caller;
  private final Replies replies;

  ActionResource(
      Actions actions,
      ActionReads reads,
      Messages messages,
      Audit audit,
      Caller caller,
      Replies replies) {
    this.actions = actions;
    this.reads = reads;
    this.messages = messages;
    this.audit = audit;
    this.caller = caller;
    this.replies = replies;
  }

  @POST
  @Operation(
      operationId = "postAction",
      summary = "Acts on each item of a fixed list that is eligible now")
  @APIResponse(
      responseCode = "202",
      description = "Begun; Location is the address of the outcome",
      content = @Content(schema = @Schema(implementation = ActionView.class)))
  @APIResponse(
      responseCode = "200",
      description = "The eligibility of the items, for a dry run",
      content = @Content(schema = @Schema(implementation = ActionView.class)))
  public Uni<Response> act(ActionBody body) {
    ActionBody.check(body);
    if (body.dryRun()) {
      return items(body)
          .map(items -> ActionView.of(action(null, null, body, items), messages))
          .map(view -> Response.ok(view).build());
    }
    String name = "bulk-" + body.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return audit.run(
        new Act(caller.id(), name, null, body.reason()),
        begun ->
            items(body)
                .map(items -> action(begun.id(), caller.id(), body, items))
                .chain(
                    action ->
                        actions
                            .create(action)
                            .map(
                                done ->
                                    Response.accepted(ActionView.of(action, messages))
                                        .location(URI.create("/api/actions/" + action.id()))
                                        .build())));
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "getAction", summary = "Shows an action and the outcome of each item")
  @APIResponseSchema(ActionView.class)
  public Uni<Response> action(@PathParam("id") String id, @Context Request request) {
    return reads.action(id).map(action -> replies.of(action, request));
  }

  /** An action has the id of its audit entry. */
  private static BulkAction action(String id, String actor, ActionBody body, List<Item> items) {
    return new BulkAction(
        id, body.kind(), actor, body.reason(), body.validUntil(), id, null, null, items);
  }

  private Uni<List<Item>> items(ActionBody body) {
    return body.kind() == Kind.PUT_BACK
        ? Uni.createFrom().item(() -> letters(body.items()))
        : actions.candidates(body.items()).map(found -> cards(body, found));
  }

  private static List<Item> cards(ActionBody body, Map<String, Candidate> found) {
    List<Item> items = new ArrayList<>();
    for (String id : body.items()) {
      Candidate card = found.get(id);
      RejectionCode refusal =
          card == null
              ? RejectionCode.UNKNOWN_CARD
              : body.kind().refusal(card.state(), card.held());
      items.add(
          new Item(
              items.size() + 1,
              id,
              refusal == null ? Status.WAITING : Status.INELIGIBLE,
              refusal == null ? null : refusal.name(),
              null));
    }
    return List.copyOf(items);
  }

  /** Whether a dead letter can be put back shows when it is read. */
  private static List<Item> letters(List<String> subjects) {
    List<Item> items = new ArrayList<>();
    for (String subject : subjects) {
      RecordAddress.of(subject);
      items.add(new Item(items.size() + 1, subject, Status.WAITING, null, null));
    }
    return List.copyOf(items);
  }
}
