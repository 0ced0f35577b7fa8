package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A record for the dead-letter topic: the received record, possibly shortened, plus headers with
 * the reason and the position. The bytes are shared, not copied.
 *
 * <p>A dead letter has three forms, each with less of the sender's content; the {@linkplain #last
 * last} has none, so that its size is limited. Cardflow's headers are unique: a sender's {@code
 * dead-letter-…} header is renamed. {@link PublishedDeadLetter} is the inverse.
 *
 * @param key null if the record has none, or if it is omitted
 * @param headers in sending order; Cardflow's come last
 * @param value null if the record has none, or if it is omitted
 */
public record DeadLetter(byte[] key, List<Header> headers, byte[] value) {

  /** The prefix of Cardflow's headers. */
  static final String OURS = "dead-letter-";

  /** The prefix added to a sender's header that looks like one of Cardflow's. */
  static final String ORIGINAL = "original-";

  /** The maximum number of the sender's headers kept; with more, none is kept. */
  static final int MAX_HEADERS = 1_000;

  /** The maximum size of the sender's headers in bytes; beyond it, none is kept. */
  static final int MAX_HEADER_BYTES = 64 * 1024;

  /** The same for a shortened dead letter. */
  private static final int SHORT_HEADER_BYTES = 4 * 1024;

  /** The maximum length of the cause in characters. */
  private static final int MAX_CAUSE = 256;

  /** The maximum size of Cardflow's own headers in bytes; a topic's name has at most 249. */
  public static final int MAX_OWN_BYTES = 1024;

  static final String VALUE_BYTES = "value-bytes";
  static final String HEADER_COUNT = "header-count";
  static final String KEY_BYTES = "key-bytes";
  static final String LEFT_OUT = "left-out-bytes";
  static final String STAND_IN_KEY = "stand-in-key";

  /** The reason and the position. */
  public record Why(
      DeadLetterReason reason, String cause, String topic, int partition, long offset) {}

  /**
   * Returns a dead letter of the record as received. A record that is too large loses its value,
   * and its key and headers beyond {@link RecordLimits#MAX_KEY} and {@link #MAX_HEADERS}.
   *
   * @param value null if the record has none, or if it was not kept
   * @param valueBytes the size of the value, even if it was not kept
   */
  public static DeadLetter of(
      byte[] key, List<Header> received, byte[] value, int valueBytes, Why why) {
    boolean tooLarge = why.reason() == DeadLetterReason.TOO_LARGE;
    boolean all =
        received.size() <= MAX_HEADERS && RecordLimits.bytes(received) <= MAX_HEADER_BYTES;
    boolean keyed = key == null || key.length <= RecordLimits.MAX_KEY;
    List<Header> headers = all ? renamed(received) : new ArrayList<>();
    if (tooLarge) {
      headers.add(header(VALUE_BYTES, Integer.toString(valueBytes)));
    }
    if (!all) {
      headers.add(header(HEADER_COUNT, Integer.toString(received.size())));
    }
    if (!keyed) {
      headers.add(header(KEY_BYTES, Integer.toString(key.length)));
    }
    position(headers, why);
    return new DeadLetter(keyed ? key : null, List.copyOf(headers), tooLarge ? null : value);
  }

  /**
   * Returns the dead letter without its value and, if they are long, without the sender's headers.
   *
   * @return the same object if there is nothing to remove
   */
  public DeadLetter shortened() {
    List<Header> foreign = foreign();
    boolean few =
        foreign.size() <= RecordLimits.MAX_HEADERS
            && RecordLimits.bytes(foreign) <= SHORT_HEADER_BYTES;
    return few && value == null ? this : without(few ? List.of() : foreign, key);
  }

  /**
   * Returns only reason and position, without the sender's key: at most {@link #MAX_OWN_BYTES}
   * bytes.
   *
   * @return the same object if there is nothing to remove
   */
  public DeadLetter last() {
    List<Header> foreign = foreign();
    byte[] kept = text(STAND_IN_KEY) == null ? null : key;
    return foreign.isEmpty() && value == null && key == kept ? this : without(foreign, kept);
  }

  /**
   * Returns the dead letter with the position as key, for a topic that rejects records without a
   * key.
   */
  public DeadLetter keyed() {
    String position = text("topic") + "/" + text("partition") + "/" + text("offset");
    List<Header> more = new ArrayList<>(headers);
    more.add(header(STAND_IN_KEY, "true"));
    return new DeadLetter(position.getBytes(UTF_8), List.copyOf(more), value);
  }

  /**
   * @param left the sender's headers that are now omitted
   * @param keptKey null if the key is omitted
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

  /** Returns the text of one of Cardflow's headers; null if absent. */
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
   * Returns the sender's headers without name clashes. If a dead letter was sent back with its
   * headers, the previous ones are replaced, so that it does not grow.
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

  /** Whether Cardflow's headers begin like this name, in any case. */
  static boolean isOurs(String name) {
    return name.regionMatches(true, 0, OURS, 0, OURS.length());
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static Header header(String name, String value) {
    return new Header(OURS + name, value.getBytes(UTF_8));
  }
}
