package io.cardflow.api;

import io.cardflow.api.Audit.Act;
import io.cardflow.store.CardViews;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows a card with its holder and its address, for a recorded reason. */
@Path("/api/cards/{id}/unmask")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "privacy")
@RolesAllowed(Right.PRIVATE)
public class UnmaskResource {

  private final CardViews cards;
  private final Texts texts;
  private final Audit audit;
  private final Caller caller;

  UnmaskResource(CardViews cards, Texts texts, Audit audit, Caller caller) {
    this.cards = cards;
    this.texts = texts;
    this.audit = audit;
    this.caller = caller;
  }

  @POST
  @Operation(operationId = "unmaskCard", summary = "Shows a card with its personal data")
  @APIResponseSchema(value = CardView.class, responseCode = "200")
  public Uni<Response> unmask(@PathParam("id") String id, ReasonBody body) {
    return audit.run(
        new Act(caller.id(), "unmask-card", Parameters.card(id), ReasonBody.required(body)),
        () ->
            cards
                .find(id)
                .map(
                    found ->
                        Response.ok(
                                CardView.of(
                                    found.orElseThrow(
                                        () -> new ApiException(ProblemCode.UNKNOWN_CARD, null)),
                                    texts,
                                    PersonalData.SHOWN))
                            .build()));
  }
}
