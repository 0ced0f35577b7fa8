package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.json.CanonicalJson;
import io.cardflow.json.Json;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Identifies the content of a message, to detect a reused message id: the first 128 bits of SHA-256
 * over subject, a zero byte, type, a byte for the kind of data, and the data.
 *
 * <p>The data is compared as it was sent, before any part of it is shortened or corrected. The
 * algorithm must never change: cards and the journal keep the first 8 bytes, and with another
 * algorithm every duplicate would be rejected as a reused id.
 *
 * <p>Reuses one buffer. Not thread-safe.
 */
final class Fingerprint {

  private static final char JSON = 0;
  private static final char BYTES = 1;

  private final StringBuilder text = new StringBuilder(1024);
  private final MessageDigest digest = sha256();

  /** Over JSON data in its canonical form: see {@link CanonicalJson}. */
  UUID of(String subject, String type, Json data) {
    start(subject, type, JSON);
    CanonicalJson.append(data, text);
    return uuid(digest.digest(bytes()));
  }

  /** Over the bytes of data that is not JSON. */
  UUID of(String subject, String type, byte[] data) {
    start(subject, type, BYTES);
    digest.update(bytes());
    return uuid(digest.digest(data));
  }

  private void start(String subject, String type, char kind) {
    text.setLength(0);
    text.append(subject).append('\0').append(type).append(kind);
  }

  private byte[] bytes() {
    return text.toString().getBytes(UTF_8);
  }

  private static UUID uuid(byte[] digest) {
    ByteBuffer bits = ByteBuffer.wrap(digest);
    return new UUID(bits.getLong(), bits.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
