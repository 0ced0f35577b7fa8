package io.cardflow.api;

import io.cardflow.ops.CardflowConfig;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lists dead letters, shows one, and puts one back. */
@Path("/api/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "records")
public class DeadLetterResource {

  private static final String ONE = "/{partition}/{offset}";

  private final RecordLists lists;
  private final DeadLetters letters;
  private final PutBack putBack;
  private final Audit audit;
  private final Caller caller;
  private final Replies replies;
  private final CardflowConfig.Topics topics;

  DeadLetterResource(
      RecordLists lists,
      DeadLetters letters,
      PutBack putBack,
      Audit audit,
      Caller caller,
      Replies replies,
      CardflowConfig config) {
    this.lists = lists;
    this.letters = letters;
    this.putBack = putBack;
    this.audit = audit;
    this.caller = caller;
    this.replies = replies;
    this.topics = config.topics();
  }

  /** Lists the newest dead letters, without their values. */
  @GET
  @RolesAllowed(Right.READS)
  @Operation(
      operationId = "listDeadLetters",
      summary = "Lists the newest dead letters",
      description =
          "Without values, which may hold personal data. Reads Kafka for at most 5 seconds; what is"
              + " then missing is reported.")
  @APIResponse(
      responseCode = "200",
      description = "The newest dead letters",
      content = @Content(schema = @Schema(implementation = LetterPage.class)))
  public Uni<Response> list(
      @Parameter(description = "1 to 100; 20 if absent") @QueryParam("limit") String limit,
      @Parameter(description = "The cursor of the page before") @QueryParam("after") String after,
      @Context Request request,
      @Context UriInfo uri) {
    return lists.list(topics.deadLetters(), limit, after, 0, LetterSummary::of, request, uri);
  }

  /** Shows a whole dead letter; the access is audited. */
  @GET
  @Path(ONE)
  @RolesAllowed(Right.ADMINISTERS)
  @Operation(
      operationId = "getDeadLetter",
      summary = "Shows a whole dead letter",
      description = "It may hold personal data, so each access is audited.")
  @APIResponse(
      responseCode = "200",
      description = "The dead letter",
      content = @Content(schema = @Schema(implementation = Letter.class)))
  public Uni<Response> get(
      @PathParam("partition") String partition,
      @PathParam("offset") String offset,
      @Context Request request) {
    return read(partition, offset).map(response -> replies.of(response.getEntity(), request));
  }

  /**
   * Reads a whole dead letter; the access is audited.
   *
   * @return with a {@link Letter}
   */
  @RolesAllowed(Right.ADMINISTERS)
  public Uni<Response> read(String partition, String offset) {
    RecordAddress address = RecordAddress.of(partition, offset);
    return audit.run(
        new Audit.Act(caller.id(), "read-dead-letter", subject(address), null),
        () -> letters.read(address).map(record -> Response.ok(Letter.of(record)).build()));
  }

  /** Writes the record of a dead letter to its original topic again. */
  @POST
  @Path(ONE + "/put-back")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Right.ADMINISTERS)
  @Operation(
      operationId = "putDeadLetterBack",
      summary = "Writes a dead letter to its topic again",
      description =
          "Writes key, value and headers as they were received to the topic they came by. Once for"
              + " each letter; a record that becomes a dead letter again can be put back once more.")
  @APIResponse(
      responseCode = "202",
      description = "The record is written; its outcome is at Location",
      content = @Content(schema = @Schema(implementation = PutBack.Target.class)))
  @APIResponse(responseCode = "409", description = "The letter cannot be put back, or was before")
  public Uni<Response> putBack(
      @PathParam("partition") String partition,
      @PathParam("offset") String offset,
      ReasonBody body) {
    RecordAddress address = RecordAddress.of(partition, offset);
    String reason = ReasonBody.required(body);
    return audit.run(
        new Audit.Act(caller.id(), "put-back", subject(address), reason),
        begun ->
            putBack
                .put(address.partition(), address.offset(), begun.id())
                .map(target -> accepted(target, topics)));
  }

  private String subject(RecordAddress address) {
    return topics.deadLetters() + "/" + address;
  }

  /** The outcome of a request to erase data is published on the audit topic, and has no address. */
  private static Response accepted(PutBack.Target target, CardflowConfig.Topics topics) {
    Response.ResponseBuilder response = Response.accepted(target);
    if (!target.topic().equals(topics.privacy())) {
      response.header(
          "Location",
          UriBuilder.fromPath("/api/messages/{topic}/{partition}/{offset}")
              .build(target.topic(), target.partition(), target.offset())
              .toString());
    }
    return response.build();
  }

  /** For the OpenAPI document. */
  static final class LetterPage extends RecordPage<LetterSummary> {
    private LetterPage() {
      super(List.of(), null, List.of());
    }
  }
}
