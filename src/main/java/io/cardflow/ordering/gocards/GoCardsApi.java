package io.cardflow.ordering.gocards;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * The used part of the bureau's ordering API, described in {@code docs/gocards-openapi.yaml}. The
 * methods block: a plain {@link Response} is the only type whose body is not read before its size
 * is known.
 */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
interface GoCardsApi {

  String AUTHORIZATION = "Authorization";

  @POST
  @Path("/login")
  Response logIn(Credentials credentials);

  @POST
  @Path("/orders")
  Response order(
      @HeaderParam(AUTHORIZATION) String authorization,
      @HeaderParam("Idempotency-Key") String key,
      OrderBody order);

  @GET
  @Path("/orders")
  Response find(
      @HeaderParam(AUTHORIZATION) String authorization, @QueryParam("reference") String reference);

  @GET
  @Path("/orders/{orderId}")
  Response follow(
      @HeaderParam(AUTHORIZATION) String authorization, @PathParam("orderId") String orderId);

  /** The credentials of the login. */
  record Credentials(String clientId, String clientSecret) {

    /** Omits the secret. */
    @Override
    public String toString() {
      return "Credentials[" + clientId + "]";
    }
  }

  /** An order. */
  record OrderBody(
      String reference,
      String organisationId,
      String layoutId,
      @JsonInclude(JsonInclude.Include.NON_NULL) String costCentre,
      @JsonRawValue String delivery,
      List<CardBody> cards) {}

  /** A card of an order. */
  record CardBody(String cardId, @JsonRawValue String cardElements) {}
}
