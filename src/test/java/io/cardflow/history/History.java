package io.cardflow.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What can be seen of a run from outside.
 *
 * @param events what stands on the topic of events
 * @param rejections what stands on the topic of rejections
 * @param deadLetters what stands on the topic of dead letters
 * @param cards the rows of the table of cards
 */
public record History(
    List<Published> events,
    List<Published> rejections,
    List<DeadLetter> deadLetters,
    List<CardRow> cards) {

  /** A record that readers of committed records see. */
  public record Published(
      int partition, long offset, String key, Map<String, String> headers, JsonNode data) {}

  /** A dead letter, as received and with what was added. */
  public record DeadLetter(byte[] key, byte[] value, Map<String, String> headers) {}

  /** A row of the table of cards. */
  public record CardRow(String id, int version, String state) {}

  /** Where an inbound record stands. */
  public record Place(String topic, int partition, long offset) {
    @Override
    public String toString() {
      return topic + "/" + partition + "/" + offset;
    }
  }

  /** The name of a message. */
  public record Name(String source, String id) {
    @Override
    public String toString() {
      return source + "#" + id;
    }
  }

  /**
   * An inbound record, which is to have one outcome.
   *
   * @param place where it stands; one that was forwarded stands at two places
   * @param name null for one that names no message
   */
  public record Sent(Place place, Name name) {}
}
