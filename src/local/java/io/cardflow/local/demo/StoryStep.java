package io.cardflow.local.demo;

import java.time.Instant;
import java.util.function.Function;

/**
 * One command of the demonstration.
 *
 * @param id the message's id; the same id twice is a duplicate
 * @param key the record's key; the card's id unless the record is invalid
 * @param data the data as JSON, created when the record is sent
 */
record StoryStep(
    Form form, String type, String id, String key, String card, Function<Instant, String> data) {

  /** The encoding of the record. */
  enum Form {
    /** A CloudEvent in binary mode. */
    BINARY,
    /** A CloudEvent in structured mode. */
    STRUCTURED,
    /** Only the data, which is not a CloudEvent. */
    BARE
  }

  static StoryStep command(String name, String id, String card, Function<Instant, String> data) {
    return new StoryStep(Form.BINARY, "io.cardflow.command." + name + ".v1", id, card, card, data);
  }

  StoryStep structured() {
    return new StoryStep(Form.STRUCTURED, type, id, key, card, data);
  }

  StoryStep bare() {
    return new StoryStep(Form.BARE, type, id, key, card, data);
  }

  StoryStep underKey(String other) {
    return new StoryStep(form, type, id, other, card, data);
  }
}
