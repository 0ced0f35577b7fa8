package io.cardflow.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.security.MessageDigest;
import java.util.List;

/** One of several tokens in the header {@code Authorization}. */
final class BearerToken implements Authentication {

  private static final String SCHEME = "Bearer ";

  private final List<byte[]> tokens;

  BearerToken(List<String> tokens) {
    this.tokens = tokens.stream().map(token -> token.getBytes(UTF_8)).toList();
  }

  @Override
  public boolean admits(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    byte[] given = header.substring(SCHEME.length()).strip().getBytes(UTF_8);
    boolean accepted = false;
    for (byte[] token : tokens) {
      accepted |= MessageDigest.isEqual(token, given);
    }
    return accepted;
  }
}
