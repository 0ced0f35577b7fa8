package io.cardflow.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Builds answers. Each has an entity tag made from its bytes: a card's version does not suffice,
 * since facts can change without it.
 */
@Singleton
class Replies {

  private static final int TAG_BYTES = 16;

  private final ObjectMapper json;

  Replies(ObjectMapper json) {
    this.json = json;
  }

  /** A representation as JSON, or 304 if the client has the same one. */
  Response of(Object representation, Request request) {
    return tagged(bytes(representation), request).build();
  }

  /** A page of a list, with a link to the next one. */
  Response of(Page<?> page, Request request, UriInfo uri) {
    Response.ResponseBuilder response = tagged(bytes(page), request);
    if (page.next() != null) {
      response.link(next(page, uri).build(), "next");
    }
    return response.build();
  }

  byte[] bytes(Object representation) {
    try {
      return json.writeValueAsBytes(representation);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a representation that is not JSON", e);
    }
  }

  private static UriBuilder next(Page<?> page, UriInfo uri) {
    // Relative: behind a proxy the worker does not know its own address.
    return UriBuilder.fromPath(uri.getPath())
        .replaceQuery(uri.getRequestUri().getRawQuery())
        .replaceQueryParam("after", page.next());
  }

  private static Response.ResponseBuilder tagged(byte[] body, Request request) {
    EntityTag tag = new EntityTag(digest(body));
    Response.ResponseBuilder same = request.evaluatePreconditions(tag);
    return same != null ? same : Response.ok(body, MediaType.APPLICATION_JSON_TYPE).tag(tag);
  }

  private static String digest(byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      return HexFormat.of().formatHex(Arrays.copyOf(digest, TAG_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
