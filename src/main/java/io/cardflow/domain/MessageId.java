package io.cardflow.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The identity of a message among those about its card, used to deduplicate it.
 *
 * @param source the sending system, a URI reference
 * @param id unique per source and card
 * @param digest the first 8 bytes of SHA-256 over source, a zero byte and id. Two ids may share it.
 *     The algorithm must never change: cards keep the digests of their messages.
 */
public record MessageId(String source, String id, long digest) {

  /** Reused, since every message needs it. */
  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(MessageId::sha256);

  /** The id with its digest. */
  public MessageId(String source, String id) {
    this(source, id, digest(source, id));
  }

  private static long digest(String source, String id) {
    MessageDigest sha256 = SHA_256.get();
    sha256.update(source.getBytes(UTF_8));
    sha256.update((byte) 0);
    return ByteBuffer.wrap(sha256.digest(id.getBytes(UTF_8))).getLong();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
