package io.cardflow.local.gocards;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The tokens of logged-in clients. */
final class IssuedTokens {

  private final Map<String, String> clients;
  private final Duration life;
  private final Map<String, Issued> issued = new ConcurrentHashMap<>();

  /** An issued token. */
  record Issued(String token, String clientId, Instant validUntil) {}

  IssuedTokens(Map<String, String> clients, Duration life) {
    this.clients = Map.copyOf(clients);
    this.life = life;
  }

  /** Returns a new token, or null for a wrong secret. */
  Issued logIn(String clientId, String secret) {
    if (clientId == null || secret == null || !secret.equals(clients.get(clientId))) {
      return null;
    }
    Instant now = Instant.now();
    issued.values().removeIf(each -> each.validUntil().isBefore(now));
    Issued fresh = new Issued(UUID.randomUUID().toString(), clientId, now.plus(life));
    issued.put(fresh.token(), fresh);
    return fresh;
  }

  /**
   * Returns the client of the token in an {@code Authorization} header; null if the token is not
   * valid.
   */
  String client(String authorization) {
    if (authorization == null || !authorization.startsWith("Bearer ")) {
      return null;
    }
    Issued token = issued.get(authorization.substring("Bearer ".length()));
    return token == null || token.validUntil().isBefore(Instant.now()) ? null : token.clientId();
  }
}
