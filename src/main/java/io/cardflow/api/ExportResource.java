package io.cardflow.api;

import io.cardflow.domain.Card;
import io.cardflow.store.CardExport;
import io.cardflow.store.Portion;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;

/** All cards, for subscribers that begin later than the events do. */
@Path("/api/cards/export")
@Tag(name = "cards")
class ExportResource {

  private static final int PORTION = 500;

  private final CardExport cards;
  private final Replies replies;
  private final Downloads downloads;
  private final Caller caller;

  ExportResource(CardExport cards, Replies replies, Downloads downloads, Caller caller) {
    this.cards = cards;
    this.replies = replies;
    this.downloads = downloads;
    this.caller = caller;
  }

  @GET
  @Produces(Downloads.NDJSON)
  @RolesAllowed(Right.ADMINISTERS)
  @Operation(
      operationId = "exportCards",
      summary = "Export all cards",
      description =
          "A line of JSON for each card, by card id, with the version of its last event. Holders are"
              + " readable, as in events. A subscriber that has noted the end of the events before"
              + " the export goes on with the events of later versions. The connection is closed"
              + " before the end of the body if the export fails.")
  @APIResponse(
      responseCode = "200",
      description = "The cards",
      content =
          @Content(
              mediaType = Downloads.NDJSON,
              schema = @Schema(implementation = ExportedCard.class)))
  public RestMulti<byte[]> export(@Context HttpServerResponse response) {
    return downloads.send(
        new Audit.Act(caller.id(), "export-cards", "cards", null),
        Downloads.NDJSON,
        "cards.ndjson",
        response,
        this::read,
        null);
  }

  private Uni<Chunk> read(List<String> after) {
    return cards.page(after, PORTION).map(this::chunk);
  }

  /** The lines; the framework adds the end of the last one. */
  private Chunk chunk(Portion<Card> portion) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Card card : portion.items()) {
      if (lines.size() > 0) {
        lines.write('\n');
      }
      lines.writeBytes(replies.bytes(ExportedCard.of(card)));
    }
    return new Chunk(lines.toByteArray(), portion.next());
  }
}
