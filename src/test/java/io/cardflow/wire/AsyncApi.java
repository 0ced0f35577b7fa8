package io.cardflow.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The published description of the topics, as other systems read it. */
final class AsyncApi {

  private static final JsonSchemaFactory DRAFT_7 =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7);

  private final JsonNode document;

  private AsyncApi(JsonNode document) {
    this.document = document;
  }

  static AsyncApi read() {
    try {
      return new AsyncApi(
          new YAMLMapper().readTree(Files.readString(Path.of("docs/asyncapi.yaml"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode document() {
    return document;
  }

  JsonNode schema(String name) {
    return document.at("/components/schemas/" + name);
  }

  /** Resolves a reference; missing if it has no target. */
  JsonNode resolve(String reference) {
    return document.at(reference.substring(1));
  }

  /** The names of the messages on the channel with this address. */
  List<String> messageNames(String address) {
    List<String> names = new ArrayList<>();
    for (JsonNode message : messages(address)) {
      names.add(message.get("name").asText());
    }
    return names;
  }

  /** The message of this name on the channel with this address. */
  JsonNode message(String address, String name) {
    for (JsonNode message : messages(address)) {
      if (message.get("name").asText().equals(name)) {
        return message;
      }
    }
    throw new AssertionError("no message " + name + " on " + address);
  }

  /** Returns the violations of a schema, which is part of the document or a reference into it. */
  Set<ValidationMessage> faults(JsonNode schema, JsonNode value) {
    ObjectNode whole = schema.deepCopy();
    if (schema.has("$ref")) {
      whole = resolve(schema.get("$ref").asText()).deepCopy();
    }
    whole.set("components", document.get("components"));
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    return DRAFT_7.getSchema(whole, config).validate(value);
  }

  private List<JsonNode> messages(String address) {
    List<JsonNode> messages = new ArrayList<>();
    for (JsonNode channel : document.get("channels")) {
      if (channel.get("address").asText().equals(address)) {
        for (JsonNode reference : channel.get("messages")) {
          messages.add(resolve(reference.get("$ref").asText()));
        }
      }
    }
    return messages;
  }
}
