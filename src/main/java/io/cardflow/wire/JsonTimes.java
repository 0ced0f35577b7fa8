package io.cardflow.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;

/** Writes points in time as texts of RFC 3339, in UTC. */
final class JsonTimes {

  private JsonTimes() {}

  static void time(JsonGenerator json, String name, Instant time) throws IOException {
    json.writeStringField(name, Rfc3339.print(time));
  }

  static void optional(JsonGenerator json, String name, Instant time) throws IOException {
    if (time != null) {
      time(json, name, time);
    }
  }
}
