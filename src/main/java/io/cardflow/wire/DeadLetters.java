package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** What a record carries on the dead-letter topic beside itself. */
public final class DeadLetters {

  private DeadLetters() {}

  /**
   * The headers of a dead letter: those received, untouched and in their order, then the five that
   * say why and where from.
   *
   * @param cause one line for a person, free of content
   * @param topic the topic on which the record stands
   */
  public static List<Header> headers(
      List<Header> received,
      DeadLetterReason reason,
      String cause,
      String topic,
      int partition,
      long offset) {
    List<Header> headers = new ArrayList<>(received.size() + 5);
    headers.addAll(received);
    headers.add(header("dead-letter-reason", reason.name()));
    headers.add(header("dead-letter-cause", cause));
    headers.add(header("dead-letter-topic", topic));
    headers.add(header("dead-letter-partition", Integer.toString(partition)));
    headers.add(header("dead-letter-offset", Long.toString(offset)));
    return List.copyOf(headers);
  }

  private static Header header(String name, String value) {
    return new Header(name, value.getBytes(UTF_8));
  }
}
