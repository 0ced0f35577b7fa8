package io.cardflow.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** JSON as Cardflow writes it: no white space, absent instead of null, times in UTC. */
final class CompactJson {

  /** Writes one value. */
  interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // One spelling for every text: characters outside of the BMP as UTF-8 too.
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build();

  private CompactJson() {}

  static byte[] bytes(Content content) {
    // It writes into a buffer that the factory keeps, so that only the result is garbage later.
    try (ByteArrayBuilder out = new ByteArrayBuilder(FACTORY._getBufferRecycler())) {
      try (JsonGenerator json = FACTORY.createGenerator(out)) {
        content.write(json);
      }
      return out.getClearAndRelease();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
  }

  static void time(JsonGenerator json, String name, Instant time) throws IOException {
    json.writeStringField(name, Rfc3339.print(time));
  }

  static void optional(JsonGenerator json, String name, String text) throws IOException {
    if (text != null) {
      json.writeStringField(name, text);
    }
  }

  static void optional(JsonGenerator json, String name, Instant time) throws IOException {
    if (time != null) {
      time(json, name, time);
    }
  }
}
