package io.cardflow.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.api.Audit.Act;
import io.cardflow.domain.ErasureRequest;
import io.cardflow.domain.ErasureRequest.Kind;
import io.cardflow.internalmessages.InternalMessages;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.store.Erasures;
import io.cardflow.wire.ErasureEncoder;
import io.cardflow.wire.Pseudonym;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Requests that personal data is erased, and shows what came of it. */
@Path("/api/erasures")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "privacy")
@RolesAllowed(Right.PRIVATE)
class ErasureResource {

  private static final Pattern REQUEST_ID = Pattern.compile("[!-~]{1,128}");

  private final Erasures erasures;
  private final InternalMessages sender;
  private final ErasureEncoder encoder;
  private final Audit audit;
  private final Caller caller;
  private final Replies replies;
  private final String topic;

  ErasureResource(
      Erasures erasures,
      InternalMessages sender,
      Audit audit,
      Caller caller,
      Replies replies,
      CardflowConfig config) {
    this.erasures = erasures;
    this.sender = sender;
    this.encoder = new ErasureEncoder(config.source() + "/api");
    this.audit = audit;
    this.caller = caller;
    this.replies = replies;
    this.topic = config.topics().privacy();
  }

  /**
   * What to erase.
   *
   * @param holderId the person; either this or {@code cardId}
   * @param cardId the card whose delivery data is erased
   */
  record ErasureBody(String holderId, String cardId, String reason) {}

  /**
   * A request to erase.
   *
   * @param status REQUESTED, RECEIVED, RUNNING, ERASED or REFUSED
   */
  record ErasureView(String requestId, String status) {}

  @POST
  @Operation(
      operationId = "postErasure",
      summary = "Requests that the data of a person, or the delivery data of a card, is erased")
  @APIResponse(
      responseCode = "202",
      description = "Requested; Location is the address of the outcome",
      content = @Content(schema = @Schema(implementation = ErasureView.class)))
  public Uni<Response> erase(
      @HeaderParam("Idempotency-Key") String idempotencyKey, ErasureBody body) {
    String id = Commands.key(idempotencyKey);
    if (!REQUEST_ID.matcher(id).matches()) {
      throw new ApiException(
          ProblemCode.INVALID_PARAMETER, "Idempotency-Key must have at most 128 characters");
    }
    ErasureRequest request = request(id, body);
    Act act = new Act(caller.id(), action(request), id, recorded(request));
    return audit.run(act, begun -> publish(request, begun.at()));
  }

  private Uni<Response> publish(ErasureRequest request, Instant at) {
    String fault = encoder.fault(request, at);
    if (fault != null) {
      throw new ApiException(ProblemCode.INVALID_MESSAGE, fault);
    }
    return sender
        .send(
            topic,
            request.id().getBytes(UTF_8),
            encoder.headers(request, at),
            encoder.data(request))
        .onFailure()
        .transform(failed -> new ApiException(ProblemCode.KAFKA_UNAVAILABLE, null))
        .map(
            sent ->
                Response.accepted(new ErasureView(request.id(), "REQUESTED"))
                    .location(URI.create("/api/erasures/" + encoded(request.id())))
                    .build());
  }

  private static String encoded(String id) {
    return java.net.URLEncoder.encode(id, UTF_8).replace("+", "%20");
  }

  private static ErasureRequest request(String id, ErasureBody body) {
    if (body == null || (body.holderId() == null) == (body.cardId() == null)) {
      throw new ApiException(ProblemCode.INVALID_BODY, "either holderId or cardId is required");
    }
    String reason = Commands.requiredReason(body.reason());
    return body.holderId() != null
        ? new ErasureRequest(id, "erasure/" + id, Kind.HOLDER, body.holderId(), reason)
        : new ErasureRequest(id, "erasure/" + id, Kind.DELIVERY, body.cardId(), reason);
  }

  private static String action(ErasureRequest request) {
    return switch (request.kind()) {
      case HOLDER -> "erase-holder";
      case DELIVERY -> "erase-delivery";
    };
  }

  /** The audit must not keep who is erased. */
  private static String recorded(ErasureRequest request) {
    return request.kind() == Kind.HOLDER && !request.subject().isEmpty()
        ? new Pseudonym(request.subject(), "holder").words(request.reason())
        : request.reason();
  }

  @GET
  @Path("/{requestId}")
  @Operation(operationId = "getErasure", summary = "Shows how far a request to erase is")
  @APIResponseSchema(ErasureView.class)
  public Uni<Response> erasure(@PathParam("requestId") String requestId, @Context Request request) {
    return erasures
        .status(Parameters.id("requestId", requestId))
        .map(
            found ->
                replies.of(
                    new ErasureView(
                        requestId,
                        found.orElseThrow(
                            () -> new ApiException(ProblemCode.UNKNOWN_MESSAGE, null))),
                    request));
  }
}
