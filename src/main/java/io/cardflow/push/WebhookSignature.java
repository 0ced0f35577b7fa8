package io.cardflow.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.http.HttpServerRequest;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Symmetric signatures of Standard Webhooks 1.0.0, of one of several secrets. */
final class WebhookSignature implements Authentication {

  static final String ID = "webhook-id";
  static final String TIMESTAMP = "webhook-timestamp";
  static final String SIGNATURE = "webhook-signature";

  /** How far a request's time may be off, in both directions. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final String VERSION = "v1,";
  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";

  /** The largest number of signatures that are compared. */
  private static final int MOST_SIGNATURES = 16;

  private final List<SecretKeySpec> secrets;
  private final Clock clock;

  /**
   * @param secrets each in Base64, with or without {@code whsec_}
   * @throws IllegalArgumentException if one is not Base64
   */
  WebhookSignature(List<String> secrets, Clock clock) {
    this.secrets =
        secrets.stream()
            .map(each -> each.startsWith(PREFIX) ? each.substring(PREFIX.length()) : each)
            .map(each -> new SecretKeySpec(Base64.getDecoder().decode(each), ALGORITHM))
            .toList();
    this.clock = clock;
  }

  @Override
  public boolean admits(HttpServerRequest request) {
    return admits(
        request.getHeader(ID), request.getHeader(TIMESTAMP), request.getHeader(SIGNATURE));
  }

  @Override
  public boolean accepts(HttpServerRequest request, byte[] body) {
    return accepts(
        request.getHeader(ID), request.getHeader(TIMESTAMP), request.getHeader(SIGNATURE), body);
  }

  boolean admits(String id, String timestamp, String signature) {
    return id != null
        && !id.isEmpty()
        && signature != null
        && timestamp != null
        && timestamp.matches("[0-9]{1,12}")
        && Math.abs(clock.instant().getEpochSecond() - Long.parseLong(timestamp))
            <= TOLERANCE.toSeconds();
  }

  /** Compares all given signatures with those of all secrets, each in constant time. */
  boolean accepts(String id, String timestamp, String signature, byte[] body) {
    String[] given = signature.split(" ", MOST_SIGNATURES + 1);
    boolean accepted = false;
    for (SecretKeySpec secret : secrets) {
      byte[] expected = sign(secret, id + "." + timestamp + ".", body);
      for (int i = 0; i < Math.min(given.length, MOST_SIGNATURES); i++) {
        accepted |= given[i].startsWith(VERSION) && MessageDigest.isEqual(expected, read(given[i]));
      }
    }
    return accepted;
  }

  private static byte[] sign(SecretKeySpec secret, String before, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      mac.update(before.getBytes(UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has HMAC with SHA-256", impossible);
    }
  }

  private static byte[] read(String signature) {
    try {
      return Base64.getDecoder().decode(signature.substring(VERSION.length()));
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }
}
