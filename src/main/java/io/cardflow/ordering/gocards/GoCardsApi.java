package io.cardflow.ordering.gocards;

import io.quarkus.rest.client.reactive.Url;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * Calls of the bureau's API, described in {@code docs/gocards-openapi.yaml}. Their URLs are
 * settings. The methods block: a plain {@link Response} is the only type whose body is not read
 * before its size is known.
 */
@Produces({MediaType.APPLICATION_JSON, HttpAnswer.PROBLEM_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
interface GoCardsApi {

  String AUTHORIZATION = "Authorization";

  @POST
  Response post(
      @Url String url,
      @HeaderParam(AUTHORIZATION) String authorization,
      @HeaderParam("Idempotency-Key") String key,
      String body);

  @GET
  Response get(@Url String url, @HeaderParam(AUTHORIZATION) String authorization);
}
