package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A record of the topic of dead letters, as it was read: the inverse of {@link DeadLetter}. The
 * bytes are shared, not copied.
 *
 * <p>A complete letter gives back key, value and headers of the received record byte for byte, with
 * one exception: a sender's own {@code original-dead-letter-…} headers, which cannot be
 * distinguished from renamed ones, get the shorter name or were replaced. No header of such a name
 * is part of a message.
 *
 * @param key null if the letter has none
 * @param headers in the order of the record
 * @param value null if the letter has none
 */
public record PublishedDeadLetter(byte[] key, List<Header> headers, byte[] value) {

  /** The code of the reason; null if the record is not a dead letter of Cardflow. */
  public String reason() {
    return text("reason");
  }

  /** One line for a person; null if absent. */
  public String cause() {
    return text("cause");
  }

  /** The topic of the received record; null if absent. */
  public String topic() {
    return text("topic");
  }

  /** The partition of the received record; null if absent or not a number. */
  public Integer partition() {
    Long number = number("partition");
    return number == null || number > Integer.MAX_VALUE ? null : number.intValue();
  }

  /** The offset of the received record; null if absent or not a number. */
  public Long offset() {
    return number("offset");
  }

  /** The key of the received record if it is the id of a card; null otherwise. */
  public String cardId() {
    byte[] original = originalKey();
    String id = original == null ? "" : new String(original, ISO_8859_1);
    return CardId.isValid(id) ? id : null;
  }

  /**
   * What the letter lacks of the received record, as one line that names the remedy.
   *
   * @return null if the letter is complete
   */
  public String missing() {
    if (text(DeadLetter.VALUE_BYTES) != null) {
      return "the letter is without the value, which was too large; ask its sender";
    }
    if (text(DeadLetter.KEY_BYTES) != null) {
      return "the letter is without the key, which was too large; ask its sender";
    }
    if (text(DeadLetter.HEADER_COUNT) != null) {
      return "the letter is without the sender's headers, which were too many; ask its sender";
    }
    if (text(DeadLetter.LEFT_OUT) != null) {
      return "the letter is incomplete: its topic did not accept it whole; ask its sender";
    }
    return null;
  }

  /** The key of the received record; null if it had none or if the letter is without it. */
  public byte[] originalKey() {
    return text(DeadLetter.STAND_IN_KEY) == null ? key : null;
  }

  /** The headers of the received record in their order, with the names that the sender chose. */
  public List<Header> originalHeaders() {
    List<Header> original = new ArrayList<>(headers.size());
    for (Header each : headers) {
      if (isRenamed(each.name())) {
        original.add(new Header(each.name().substring(DeadLetter.ORIGINAL.length()), each.value()));
      } else if (!DeadLetter.isOurs(each.name())) {
        original.add(each);
      }
    }
    return Collections.unmodifiableList(original);
  }

  private static boolean isRenamed(String name) {
    return name.startsWith(DeadLetter.ORIGINAL)
        && DeadLetter.isOurs(name.substring(DeadLetter.ORIGINAL.length()));
  }

  private Long number(String name) {
    String text = text(name);
    return text == null || !text.matches("[0-9]{1,18}") ? null : Long.valueOf(text);
  }

  private String text(String name) {
    for (Header each : headers) {
      if (each.value() != null && each.name().equals(DeadLetter.OURS + name)) {
        return new String(each.value(), UTF_8);
      }
    }
    return null;
  }
}
