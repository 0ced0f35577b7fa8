package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.domain.Message;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The id of a rejection, derived from the card and the id of the rejected message, so that it is
 * unique per message of a card: {@code rejected/<card id>/<source>#<id>}, with {@code %} and {@code
 * #} percent-encoded in both parts. A card id has no slash, and the only remaining {@code #}
 * separates the parts.
 */
final class RejectionId {

  /** The maximum length of an id; every CloudEvents reader accepts it. */
  static final int MAX_LENGTH = 256;

  private RejectionId() {}

  /**
   * Returns the id.
   *
   * @return at most {@link #MAX_LENGTH} characters; a longer one is replaced by {@code
   *     rejected/<card id>/sha256:<hex>}, the digest of the longer id, without {@code #}
   */
  static String of(Message refused) {
    String start = "rejected/" + refused.cardId() + "/";
    String id = start + encoded(refused.id().source()) + "#" + encoded(refused.id().id());
    return id.length() <= MAX_LENGTH ? id : start + "sha256:" + sha256(id);
  }

  /**
   * Returns the id of a rejection with a person replaced in the rejected message's source and id,
   * which are then no longer encoded. Other ids are returned unchanged: they have no such parts.
   */
  static String without(Pseudonym person, String id, String cardId) {
    String start = "rejected/" + cardId + "/";
    if (!id.startsWith(start)) {
      return id;
    }
    String rest = id.substring(start.length()).replace("%23", "#").replace("%25", "%");
    String replaced = person.words(rest);
    return replaced.equals(rest) ? id : start + replaced;
  }

  private static String encoded(String part) {
    return part.replace("%", "%25").replace("#", "%23");
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
