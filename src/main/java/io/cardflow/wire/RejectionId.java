package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.domain.Message;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The id of a rejection, made of the card and the name of the refused message so that no two
 * messages of a card share one: {@code rejected/<card id>/<source>#<id>}, with {@code %} and {@code
 * #} percent-encoded in both parts. A card id has no slash, and the only {@code #} that is left
 * separates the parts.
 */
final class RejectionId {

  /** The most characters that an id may have; every reader of CloudEvents takes as many. */
  static final int MAX_LENGTH = 256;

  private RejectionId() {}

  /**
   * The id.
   *
   * @return at most {@link #MAX_LENGTH} characters; in place of a longer one {@code rejected/<card
   *     id>/sha256:<hex>}, the digest of what it would have been, which has no {@code #}
   */
  static String of(Message refused) {
    String start = "rejected/" + refused.cardId() + "/";
    String id = start + encoded(refused.id().source()) + "#" + encoded(refused.id().id());
    return id.length() <= MAX_LENGTH ? id : start + "sha256:" + sha256(id);
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
