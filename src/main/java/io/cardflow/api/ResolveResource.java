package io.cardflow.api;

import io.cardflow.api.Audit.Act;
import io.cardflow.store.OrderBatches;
import io.cardflow.store.OrderResolutions;
import io.cardflow.store.OrderResolutions.CardPair;
import io.cardflow.store.OrderResolutions.Result;
import io.cardflow.wire.CardId;
import io.cardflow.wire.MessageLimits;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Takes over what an operator knows about an order and the bureau does not answer. */
@Path("/api/orders/{batchId}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "orders")
@RolesAllowed(Right.OPERATES)
public class ResolveResource {

  private static final String TAKEN = "taken";
  private static final String NOT_TAKEN = "not-taken";

  private final OrderResolutions resolutions;
  private final OrderBatches batches;
  private final Audit audit;
  private final Caller caller;

  ResolveResource(OrderResolutions resolutions, OrderBatches batches, Audit audit, Caller caller) {
    this.resolutions = resolutions;
    this.batches = batches;
    this.audit = audit;
    this.caller = caller;
  }

  /**
   * Whether the bureau has taken an order.
   *
   * @param outcome {@code taken} or {@code not-taken}
   * @param orderId the bureau's order, if it was taken
   */
  public record ResolveBody(String outcome, String orderId, String reason) {}

  @POST
  @Path("/resolve")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "resolveOrder",
      summary = "Resolves an order batch in doubt",
      description =
          "With outcome taken and the bureau's orderId, its cards are ordered. With not-taken, it is"
              + " sent again under the same id: first make sure at the bureau that it has no such"
              + " order.")
  @APIResponse(responseCode = "202", description = "Resolved; the next step is due")
  public Uni<Response> resolve(@PathParam("batchId") String batchId, ResolveBody body) {
    String outcome = body == null ? null : body.outcome();
    boolean taken = TAKEN.equals(outcome);
    require(taken || NOT_TAKEN.equals(outcome), "outcome must be taken or not-taken");
    String orderId = body.orderId() == null || body.orderId().isEmpty() ? null : body.orderId();
    require(
        taken ? isName(orderId) : orderId == null,
        "orderId must have 1 to " + MessageLimits.NAME + " characters if the order was taken");
    Act act =
        new Act(
            caller.id(),
            "resolve-order-" + outcome,
            Parameters.id("batchId", batchId),
            Commands.requiredReason(body.reason()));
    return audit.run(
        act,
        () ->
            (taken ? resolutions.taken(batchId, orderId) : resolutions.notTaken(batchId))
                .chain(result -> answer(batchId, result)));
  }

  @POST
  @Path("/card-ids")
  @Consumes(Downloads.CSV)
  @Operation(
      operationId = "loadCardIds",
      summary = "Loads the bureau's ids of the cards of an accepted order",
      description =
          "Lines cardId,producerCardId, at most 64 KiB; all or none. Needed if the bureau's answers"
              + " do not name them.")
  @APIResponse(responseCode = "202", description = "Loaded; the bureau is asked about these cards")
  public Uni<Response> load(@PathParam("batchId") String batchId, String csv) {
    List<CardPair> pairs = pairs(csv);
    return audit.run(
        new Act(caller.id(), "load-card-ids", Parameters.id("batchId", batchId), null),
        () ->
            resolutions
                .load(batchId, pairs)
                .chain(
                    unfit ->
                        unfit.isEmpty()
                            ? Uni.createFrom().item(accepted(batchId))
                            : refuse(
                                batchId,
                                unfit.size()
                                    + " cards are not accepted cards of this batch, or have another"
                                    + " id; the first is "
                                    + unfit.get(0))));
  }

  private Uni<Response> answer(String batchId, Result result) {
    return switch (result) {
      case RESOLVED -> Uni.createFrom().item(accepted(batchId));
      case NOT_IN_DOUBT ->
          refuse(batchId, "the batch is not in doubt, or a replica is working on it");
      case ORDER_OF_ANOTHER_BATCH -> refuse(batchId, "another batch has this order");
    };
  }

  private static Response accepted(String batchId) {
    return Response.accepted().location(URI.create("/api/orders/" + batchId)).build();
  }

  private Uni<Response> refuse(String batchId, String why) {
    return batches
        .exists(batchId)
        .map(
            exists -> {
              throw exists
                  ? new ApiException(ProblemCode.CONFLICT, why)
                  : new ApiException(ProblemCode.UNKNOWN_ORDER, null);
            });
  }

  private static List<CardPair> pairs(String csv) {
    List<CardPair> pairs = new ArrayList<>();
    Set<String> named = new HashSet<>();
    int number = 0;
    for (String line : csv == null ? List.<String>of() : csv.lines().toList()) {
      number++;
      String[] fields = line.strip().split("\\s*[,;\t]\\s*", -1);
      if (line.isBlank() || (number == 1 && fields[0].equals("cardId"))) {
        continue;
      }
      require(
          fields.length == 2
              && CardId.isValid(fields[0])
              && isName(fields[1])
              && named.add(fields[0])
              && named.add("/" + fields[1]),
          "line " + number + " must be a card id and the bureau's id, each of them once");
      pairs.add(new CardPair(fields[0], fields[1]));
    }
    require(!pairs.isEmpty(), "there is no line");
    return pairs;
  }

  private static boolean isName(String text) {
    return text != null
        && !text.isBlank()
        && text.length() <= MessageLimits.NAME
        && text.chars().noneMatch(Character::isISOControl);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ApiException(ProblemCode.INVALID_BODY, otherwise);
    }
  }
}
