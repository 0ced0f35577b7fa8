package io.cardflow.ordering;

/** Reads the events that the bureau pushes. Thread-safe. */
public interface PushReader {

  /**
   * Reads an event. A PIN, a photo, an e-mail address and a name are skipped in the stream.
   *
   * @param cloudEvents whether the body may be a CloudEvent, or its data
   * @param type the type of a CloudEvent in binary mode; null if there is none
   */
  PushedReport read(byte[] body, boolean cloudEvents, String type);
}
