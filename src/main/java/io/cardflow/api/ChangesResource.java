package io.cardflow.api;

import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;

/** Streams what changes. */
@Path("/api/changes")
@Tag(name = "records")
class ChangesResource {

  private final ChangeStreams streams;

  ChangesResource(ChangeStreams streams) {
    this.streams = streams;
  }

  /** Opens a stream of server-sent events. */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @RolesAllowed(Right.READS)
  @ResponseHeader(name = "X-Accel-Buffering", value = "no")
  @Operation(
      operationId = "streamChanges",
      summary = "Streams what changes",
      description =
          "Server-sent events `changes`, at most one a second, with figures and ids only. An event"
              + " with `more` and nothing else comes first, and whenever events may have been"
              + " missed. Comments keep the stream open.")
  @APIResponse(
      responseCode = "200",
      description = "The data of each event",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(implementation = Changes.View.class)))
  public Multi<OutboundSseEvent> stream(@Context Sse sse) {
    return streams.open(sse);
  }
}
