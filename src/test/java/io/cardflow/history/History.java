package io.cardflow.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * The externally visible history of a run.
 *
 * @param events the records of the topic of events
 * @param rejections the records of the topic of rejections
 * @param deadLetters the records of the topic of dead letters
 * @param cards the rows of the table of cards
 */
public record History(
    List<Published> events,
    List<Published> rejections,
    List<DeadLetter> deadLetters,
    List<CardRow> cards) {

  /** A record that read-committed consumers see. */
  public record Published(
      int partition, long offset, String key, Map<String, String> headers, JsonNode data) {}

  /** A dead letter, with the received and the added headers. */
  public record DeadLetter(byte[] key, byte[] value, Map<String, String> headers) {}

  /** A row of the table of cards. */
  public record CardRow(String id, int version, String state) {}

  /** The position of an inbound record. */
  public record Place(String topic, int partition, long offset) {
    @Override
    public String toString() {
      return topic + "/" + partition + "/" + offset;
    }
  }

  /** The id of a message. */
  public record Name(String source, String id) {
    @Override
    public String toString() {
      return source + "#" + id;
    }
  }

  /**
   * An inbound record, which should have one outcome.
   *
   * @param place its position; a forwarded record has two
   * @param name null if it has no message id
   */
  public record Sent(Place place, Name name) {}
}
