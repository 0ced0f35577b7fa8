package io.cardflow.api;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The claims of a token, which a test changes before the token is signed. */
final class TestToken {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration VALID = Duration.ofMinutes(10);

  private final SigningKey key;
  private final Map<String, Object> claims = new HashMap<>();

  TestToken(SigningKey key, String issuer, String audience, String subject) {
    this.key = key;
    long now = Instant.now().getEpochSecond();
    claims.put("iss", issuer);
    claims.put("aud", audience);
    claims.put("sub", subject);
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("iat", now);
    claims.put("exp", now + VALID.toSeconds());
  }

  /** Sets or replaces a claim; null removes it. */
  TestToken with(String claim, Object value) {
    claims.put(claim, value);
    claims.values().removeIf(each -> each == null);
    return this;
  }

  /** Sets a claim to a time, in seconds from now. */
  TestToken at(String claim, long seconds) {
    return with(claim, Instant.now().getEpochSecond() + seconds);
  }

  String signed() {
    return signedBy(key);
  }

  /** Signs it with another key; the header names that key. */
  String signedBy(SigningKey other) {
    String text = text(Map.of("alg", "RS256", "typ", "JWT", "kid", other.id()));
    return text + "." + base64(other.sign(text.getBytes(US_ASCII)));
  }

  /** A token with the algorithm {@code none} and without a signature. */
  String unsigned() {
    return text(Map.of("alg", "none", "typ", "JWT")) + ".";
  }

  /** A signed token whose claims were replaced afterwards by these. */
  String forgedFrom(String signed) {
    String[] parts = signed.split("\\.");
    return parts[0] + "." + base64(json(claims)) + "." + parts[2];
  }

  private String text(Map<String, Object> header) {
    return base64(json(header)) + "." + base64(json(claims));
  }

  private static byte[] json(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
