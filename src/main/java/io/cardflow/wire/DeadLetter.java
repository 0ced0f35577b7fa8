package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A record on its way to the dead-letter topic: as it was received, as far as it is kept, then the
 * headers that name the reason and the position. The bytes are shared, not copied.
 *
 * <p>A letter has three forms, each with less of what the sender chose than the one before; the
 * {@linkplain #last last} has nothing of it, so that its size is known. Headers of ours are unique:
 * a sender's {@code dead-letter-…} is renamed.
 *
 * @param key null if the record has none, or if it is left out
 * @param headers in the order in which they are sent; ours are the last
 * @param value null if the record has none, or if it is left out
 */
public record DeadLetter(byte[] key, List<Header> headers, byte[] value) {

  /** What the names of our headers begin with. */
  static final String OURS = "dead-letter-";

  /** What stands before the name of a sender's header that looks like ours. */
  static final String ORIGINAL = "original-";

  /** How many headers of the sender a letter keeps; with more it keeps none. */
  static final int MAX_HEADERS = 1_000;

  /** Bytes of the sender's headers that a letter keeps; with more it keeps none. */
  static final int MAX_HEADER_BYTES = 64 * 1024;

  /** Bytes of the sender's headers that a shortened letter keeps; with more it keeps none. */
  private static final int SHORT_HEADER_BYTES = 4 * 1024;

  /** Characters of the cause. */
  private static final int MAX_CAUSE = 256;

  /** Bytes of our own headers, whatever the record was: a topic's name has at most 249. */
  public static final int MAX_OWN_BYTES = 1024;

  private static final String LEFT_OUT = "left-out-bytes";
  private static final String STAND_IN_KEY = "stand-in-key";

  /** Reason and position, which a letter has beside the record. */
  public record Why(
      DeadLetterReason reason, String cause, String topic, int partition, long offset) {}

  /**
   * The record as it was received. One that is too large keeps no value, and neither a key nor
   * headers beyond what {@link RecordLimits#MAX_KEY} and {@link #MAX_HEADERS} allow.
   *
   * @param value null if the record has none, or one that was not kept
   * @param valueBytes how many bytes the value has, also if they were not kept
   */
  public static DeadLetter of(
      byte[] key, List<Header> received, byte[] value, int valueBytes, Why why) {
    boolean tooLarge = why.reason() == DeadLetterReason.TOO_LARGE;
    boolean all =
        received.size() <= MAX_HEADERS && RecordLimits.bytes(received) <= MAX_HEADER_BYTES;
    boolean keyed = key == null || key.length <= RecordLimits.MAX_KEY;
    List<Header> headers = all ? renamed(received) : new ArrayList<>();
    if (tooLarge) {
      headers.add(header("value-bytes", Integer.toString(valueBytes)));
    }
    if (!all) {
      headers.add(header("header-count", Integer.toString(received.size())));
    }
    if (!keyed) {
      headers.add(header("key-bytes", Integer.toString(key.length)));
    }
    position(headers, why);
    return new DeadLetter(keyed ? key : null, List.copyOf(headers), tooLarge ? null : value);
  }

  /**
   * The same without its value and, where they are long, without the sender's headers.
   *
   * @return the same object if nothing is left that can go
   */
  public DeadLetter shortened() {
    List<Header> foreign = foreign();
    boolean few =
        foreign.size() <= RecordLimits.MAX_HEADERS
            && RecordLimits.bytes(foreign) <= SHORT_HEADER_BYTES;
    return few && value == null ? this : without(few ? List.of() : foreign, key);
  }

  /**
   * Reason and position alone, without the sender's key: at most {@link #MAX_OWN_BYTES} bytes.
   *
   * @return the same object if nothing is left that can go
   */
  public DeadLetter last() {
    List<Header> foreign = foreign();
    byte[] kept = text(STAND_IN_KEY) == null ? null : key;
    return foreign.isEmpty() && value == null && key == kept ? this : without(foreign, kept);
  }

  /** The same under a key that names the position, for a topic that takes no record without one. */
  public DeadLetter keyed() {
    String position = text("topic") + "/" + text("partition") + "/" + text("offset");
    List<Header> more = new ArrayList<>(headers);
    more.add(header(STAND_IN_KEY, "true"));
    return new DeadLetter(position.getBytes(UTF_8), List.copyOf(more), value);
  }

  /**
   * @param left headers of the sender that are left out now
   * @param keptKey null if the key is left out
   */
  private DeadLetter without(List<Header> left, byte[] keptKey) {
    String before = text(LEFT_OUT);
    long bytes = before == null ? 0 : Long.parseLong(before);
    bytes += RecordLimits.bytes(left) + length(value) + (keptKey == null ? length(key) : 0);
    List<Header> kept = new ArrayList<>(headers.size() + 1);
    for (Header each : headers) {
      if (isOurs(each.name()) ? !each.name().equals(OURS + LEFT_OUT) : left.isEmpty()) {
        kept.add(each);
      }
    }
    kept.add(header(LEFT_OUT, Long.toString(bytes)));
    return new DeadLetter(keptKey, List.copyOf(kept), null);
  }

  private List<Header> foreign() {
    return headers.stream().filter(each -> !isOurs(each.name())).toList();
  }

  /** The text of one of our headers; null if the letter does not have it. */
  private String text(String name) {
    for (Header each : headers) {
      if (each.name().equals(OURS + name)) {
        return new String(each.value(), UTF_8);
      }
    }
    return null;
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static void position(List<Header> headers, Why why) {
    String cause = why.cause();
    headers.add(header("reason", why.reason().name()));
    headers.add(
        header("cause", cause.length() <= MAX_CAUSE ? cause : cause.substring(0, MAX_CAUSE)));
    headers.add(header("topic", why.topic()));
    headers.add(header("partition", Integer.toString(why.partition())));
    headers.add(header("offset", Long.toString(why.offset())));
  }

  /**
   * The sender's headers under names that are not ours. Of a letter that was put back with the
   * headers that it had, those of the time before are replaced, so that it does not grow.
   */
  private static List<Header> renamed(List<Header> received) {
    Set<String> replaced = new HashSet<>();
    for (Header each : received) {
      if (isOurs(each.name())) {
        replaced.add(lowerCase(ORIGINAL + each.name()));
      }
    }
    List<Header> headers = new ArrayList<>(received.size() + 8);
    for (Header each : received) {
      if (isOurs(each.name())) {
        headers.add(new Header(ORIGINAL + each.name(), each.value()));
      } else if (replaced.isEmpty() || !replaced.contains(lowerCase(each.name()))) {
        headers.add(each);
      }
    }
    return headers;
  }

  private static boolean isOurs(String name) {
    return name.regionMatches(true, 0, OURS, 0, OURS.length());
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static Header header(String name, String value) {
    return new Header(OURS + name, value.getBytes(UTF_8));
  }
}
