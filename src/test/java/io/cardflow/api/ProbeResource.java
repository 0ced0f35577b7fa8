package io.cardflow.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Routes for tests of what all routes have in common. They are not part of the API's document. */
@Path("/api/probe")
@Produces(MediaType.APPLICATION_JSON)
public class ProbeResource {

  static final String SECRET = "the holder is X";

  private final Caller caller;

  ProbeResource(Caller caller) {
    this.caller = caller;
  }

  /** A body. */
  public record Body(String text) {}

  @GET
  @RolesAllowed(Right.READS)
  @Operation(hidden = true)
  public String read(@QueryParam("number") Integer number) {
    return "{\"caller\":\"%s\",\"admin\":%s}".formatted(caller.id(), caller.has(Right.ADMIN));
  }

  @POST
  @RolesAllowed(Right.COMMANDS)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(hidden = true)
  public String write(Body body) {
    return "{\"length\":%d}".formatted(body.text().length());
  }

  @GET
  @Path("admin")
  @RolesAllowed(Right.ADMINISTERS)
  @Operation(hidden = true)
  public String administer() {
    return "{}";
  }

  @GET
  @Path("private")
  @RolesAllowed(Right.PRIVATE)
  @Operation(hidden = true)
  public String see() {
    return "{}";
  }

  @GET
  @Path("fault")
  @RolesAllowed(Right.READS)
  @Operation(hidden = true)
  public String fail() {
    throw new IllegalStateException(SECRET);
  }

  /** Without a rule. */
  @GET
  @Path("forgotten")
  @Operation(hidden = true)
  public String forgotten() {
    return "{}";
  }
}
