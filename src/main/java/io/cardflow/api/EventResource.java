package io.cardflow.api;

import io.cardflow.api.Audit.Act;
import io.cardflow.api.MessageView.PositionView;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.wire.EncodedCommand;
import io.cardflow.wire.HttpEvents;
import io.cardflow.wire.InternalMessage;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Publishes commands of other systems that come as CloudEvents over HTTP, in binary, structured or
 * batched mode. A batch is published whole or, if one of its events is not valid, not at all.
 */
@Path("/api/events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "commands")
@RolesAllowed(Right.COMMANDS)
class EventResource {

  static final String EVENT = "application/cloudevents+json";
  static final String BATCH = "application/cloudevents-batch+json";

  private final Commands commands;
  private final Audit audit;
  private final Caller caller;
  private final String source;

  EventResource(Commands commands, Audit audit, Caller caller, CardflowConfig config) {
    this.commands = commands;
    this.audit = audit;
    this.caller = caller;
    this.source = config.source();
  }

  /** The positions of published events, in their order. */
  record Published(List<PublishedEvent> events) {}

  /**
   * A published event.
   *
   * @param location the address of its outcome
   */
  record PublishedEvent(String id, String source, String subject, String location) {}

  @POST
  @Consumes({MediaType.APPLICATION_JSON, EVENT, BATCH})
  @Operation(
      operationId = "postEvents",
      summary = "Publishes commands that come as CloudEvents; a repeated event has one effect")
  @APIResponse(
      responseCode = "202",
      description = "Published; Location is the address of the outcome of a single event",
      content = @Content(schema = @Schema(implementation = Published.class)))
  public Uni<Response> events(@Context HttpHeaders headers, byte[] body) {
    MediaType type = headers.getMediaType();
    String media = type.getType() + "/" + type.getSubtype();
    return switch (media) {
      case EVENT -> publish(at -> List.of(HttpEvents.structured(body, at)));
      case BATCH -> publish(at -> HttpEvents.batch(body, at));
      default -> {
        List<Map.Entry<String, String>> all =
            headers.getRequestHeaders().entrySet().stream()
                .flatMap(
                    each -> each.getValue().stream().map(value -> Map.entry(each.getKey(), value)))
                .toList();
        yield publish(at -> List.of(HttpEvents.binary(all, MediaType.APPLICATION_JSON, body, at)));
      }
    };
  }

  private Uni<Response> publish(Function<Instant, List<EncodedCommand>> read) {
    return audit.run(
        new Act(caller.id(), "publish-events", null, null),
        begun -> {
          List<InternalMessage> messages = checked(read.apply(begun.at()));
          return commands.relay(messages).map(positions -> accepted(messages, positions));
        });
  }

  private List<InternalMessage> checked(List<EncodedCommand> events) {
    for (int i = 0; i < events.size(); i++) {
      EncodedCommand event = events.get(i);
      if (event.fault() != null) {
        throw new ApiException(
            ProblemCode.INVALID_MESSAGE, "event " + (i + 1) + ": " + event.fault());
      }
      if (isReserved(event.message().id().source())) {
        throw new ApiException(
            ProblemCode.SOURCE_RESERVED, "event " + (i + 1) + ": choose another source");
      }
    }
    return events.stream().map(EncodedCommand::message).toList();
  }

  private boolean isReserved(String of) {
    return of.equals(source) || of.startsWith(source + "/");
  }

  private static Response accepted(List<InternalMessage> messages, List<PositionView> positions) {
    List<PublishedEvent> events = new java.util.ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      InternalMessage message = messages.get(i);
      events.add(
          new PublishedEvent(
              message.id().id(), message.id().source(), message.key(), positions.get(i).path()));
    }
    Response.ResponseBuilder response = Response.accepted(new Published(events));
    return positions.size() == 1
        ? response.location(URI.create(positions.get(0).path())).build()
        : response.build();
  }
}
