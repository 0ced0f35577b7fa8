package io.cardflow.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A route about a card, for tests of refusals. It is not part of the API's document. */
@Path("/api/cards/{id}/probe")
@Produces(MediaType.APPLICATION_JSON)
public class ProbeCardResource {

  @GET
  @RolesAllowed(Right.ADMINISTERS)
  @Operation(hidden = true)
  public String administer(@PathParam("id") String id) {
    return "{}";
  }
}
