package io.cardflow.page;

import io.cardflow.api.DeadLetterResource;
import io.cardflow.api.Letter;
import io.cardflow.api.ReasonBody;
import io.cardflow.api.RejectionReads;
import io.cardflow.api.Right;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;

/** The newest rejections and dead letters; dead letters can be put back. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.READS)
class RecordsPage {

  /** How many rejections are counted by code and sender. */
  private static final String MOST = "100";

  private final RejectionReads records;
  private final DeadLetterResource letters;
  private final Frame frame;

  RecordsPage(RejectionReads records, DeadLetterResource letters, Frame frame) {
    this.records = records;
    this.letters = letters;
    this.frame = frame;
  }

  @GET
  @Path("rejections")
  @Operation(hidden = true)
  public Uni<String> rejections(
      @QueryParam("after") String after,
      @QueryParam("code") String code,
      @QueryParam("sender") String sender) {
    return records
        .rejections(after, MOST)
        .chain(
            page ->
                frame.render(
                    Templates.rejections(
                        frame.shell(), new RejectionListing(page, after, code, sender))));
  }

  @GET
  @Path("dead-letters")
  @Operation(hidden = true)
  public Uni<String> deadLetters(@QueryParam("after") String after) {
    return records
        .deadLetters(after, null)
        .chain(page -> frame.render(Templates.letters(frame.shell(), page)));
  }

  /** Shows a whole dead letter; the access is audited. */
  @GET
  @Path("dead-letters/{partition}/{offset}")
  @RolesAllowed(Right.ADMINISTERS)
  @Operation(hidden = true)
  public Uni<String> deadLetter(
      @PathParam("partition") String partition, @PathParam("offset") String offset) {
    return letters
        .read(partition, offset)
        .chain(
            response ->
                frame.render(Templates.letter(frame.shell(), (Letter) response.getEntity())));
  }

  @POST
  @Path("dead-letters/{partition}/{offset}/put-back")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @RolesAllowed(Right.ADMINISTERS)
  @Operation(hidden = true)
  public Uni<String> putBack(
      @PathParam("partition") String partition,
      @PathParam("offset") String offset,
      @RestForm String reason) {
    return letters
        .putBack(partition, offset, new ReasonBody(reason))
        .chain(
            done ->
                frame.render(
                    Templates.done(
                        frame.shell(),
                        "putBackDone",
                        done.getHeaderString("Location"),
                        "/dead-letters")));
  }
}
