package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cardflow.domain.InboundTopic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A record as the golden files write it.
 *
 * @param name the name of its file, without the ending
 * @param topic the topic's usual name
 * @param timestamp the record's timestamp in milliseconds; 0 for a record that Cardflow publishes
 */
record Golden(
    String name, String topic, String key, long timestamp, List<Header> headers, JsonNode value) {

  static final ObjectMapper MAPPER = new ObjectMapper();

  private static final Path ROOT = Path.of("src/test/resources/golden");

  static List<Golden> in() {
    return all("in");
  }

  static List<Golden> out() {
    return all("out");
  }

  /** Requests to erase personal data. */
  static List<Golden> privacy() {
    return all("privacy");
  }

  /** The answers to them. */
  static List<Golden> audit() {
    return all("audit");
  }

  static Golden in(String name) {
    return read(ROOT.resolve("in").resolve(name + ".json"));
  }

  static Golden out(String name) {
    return read(ROOT.resolve("out").resolve(name + ".json"));
  }

  byte[] keyBytes() {
    return key.getBytes(UTF_8);
  }

  /** The value without whitespace. */
  byte[] valueBytes() {
    return bytes(value);
  }

  boolean isStructured() {
    return value.has("specversion");
  }

  InboundTopic inboundTopic() {
    return topic.equals("cardflow.commands") ? InboundTopic.COMMANDS : InboundTopic.PRODUCER_STATUS;
  }

  ParseResult decode() {
    return new MessageParser().decode(inboundTopic(), keyBytes(), headers, valueBytes(), timestamp);
  }

  @Override
  public String toString() {
    return name;
  }

  static byte[] bytes(JsonNode value) {
    try {
      return MAPPER.writeValueAsString(value).getBytes(UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Golden> all(String direction) {
    try (Stream<Path> files = Files.list(ROOT.resolve(direction))) {
      return files.sorted().map(Golden::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Golden read(Path file) {
    try {
      JsonNode json = MAPPER.readTree(Files.readString(file));
      List<Header> headers = new ArrayList<>();
      json.get("headers")
          .properties()
          .forEach(h -> headers.add(new Header(h.getKey(), h.getValue().asText().getBytes(UTF_8))));
      return new Golden(
          file.getFileName().toString().replace(".json", ""),
          json.get("topic").asText(),
          json.get("key").asText(),
          json.path("timestamp").asLong(),
          List.copyOf(headers),
          json.get("value"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
