package io.cardflow.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;

/** Reads JSON that Cardflow has stored. */
@Singleton
class Texts {

  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private final ObjectMapper json;

  Texts(ObjectMapper json) {
    this.json = json;
  }

  /** An object of texts; null for null. */
  Map<String, String> of(String object) {
    try {
      return object == null ? null : json.readValue(object, TEXTS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored JSON that is not an object of texts", e);
    }
  }

  /** Any value. */
  JsonNode tree(byte[] value) {
    try {
      return json.readTree(value);
    } catch (IOException e) {
      throw new IllegalStateException("published JSON that cannot be read", e);
    }
  }
}
