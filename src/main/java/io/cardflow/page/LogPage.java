package io.cardflow.page;

import io.cardflow.api.AuditReads;
import io.cardflow.api.Right;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Who did what over HTTP. */
@Path("/log")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Right.OPERATES, Right.ADMINISTERS})
class LogPage {

  private final AuditReads audit;
  private final Frame frame;

  LogPage(AuditReads audit, Frame frame) {
    this.audit = audit;
    this.frame = frame;
  }

  @GET
  @Operation(hidden = true)
  public Uni<String> list(@QueryParam("after") String after) {
    return audit.list(after).chain(page -> frame.render(Templates.log(frame.shell(), page)));
  }
}
