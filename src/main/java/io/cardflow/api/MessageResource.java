package io.cardflow.api;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows what became of any record of the inbound topics. */
@Path("/api/messages/{topic}/{partition}/{offset}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "messages")
@RolesAllowed({Right.READS, Right.COMMANDS})
class MessageResource {

  private final Messages messages;
  private final Replies replies;

  MessageResource(Messages messages, Replies replies) {
    this.messages = messages;
    this.replies = replies;
  }

  @GET
  @Operation(
      operationId = "getMessage",
      summary = "Shows what became of a record; pending until it is decided")
  @APIResponseSchema(MessageView.class)
  public Uni<Response> message(
      @PathParam("topic") String topic,
      @PathParam("partition") String partition,
      @PathParam("offset") String offset,
      @Context Request request) {
    int number = Numbers.partition(partition);
    long position = Numbers.offset(offset);
    return messages
        .at(
            messages
                .topic(topic)
                .orElseThrow(
                    () ->
                        new ApiException(
                            ProblemCode.UNKNOWN_MESSAGE, "the topic is not an inbound one")),
            number,
            position)
        .map(
            found ->
                replies.of(
                    found.orElseThrow(() -> new ApiException(ProblemCode.UNKNOWN_MESSAGE, null)),
                    request));
  }
}
