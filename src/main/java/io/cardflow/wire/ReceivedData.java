package io.cardflow.wire;

import static io.cardflow.wire.Malformation.invalid;
import static io.cardflow.wire.Malformation.malformed;

import io.cardflow.json.Json;
import io.cardflow.json.JsonFault;
import io.cardflow.json.StrictJson;
import java.util.Collections;
import java.util.UUID;

/**
 * The data of a received event.
 *
 * @param bytes null if absent, or if {@code json} is set
 * @param json the data if it was already parsed with a JSON envelope; otherwise null
 * @param declared the declared content type
 */
record ReceivedData(byte[] bytes, Json json, ContentType declared) {

  private static final Json NO_MEMBERS = new Json.ObjectValue(Collections.emptySortedMap());

  static final ReceivedData NONE = new ReceivedData(null, null, ContentType.JSON);

  /**
   * Parses the data.
   *
   * @throws Malformation INVALID_DATA if there is none or it is not declared as JSON;
   *     MALFORMED_JSON
   */
  Json read() throws Malformation {
    if (json == null && (bytes == null || bytes.length == 0)) {
      throw invalid("there is no data");
    }
    if (declared != ContentType.JSON) {
      throw invalid("the content type of the data is not JSON in UTF-8");
    }
    if (json != null) {
      return json;
    }
    try {
      return StrictJson.read(bytes, StrictJson.MAX_DEPTH);
    } catch (JsonFault fault) {
      throw malformed(fault);
    }
  }

  /**
   * Returns the fingerprint of a message whose data is not parsed and may be anything. Missing data
   * counts as an object without members.
   */
  UUID fingerprint(Fingerprint fingerprint, String subject, String type) {
    if (json == null && (bytes == null || bytes.length == 0)) {
      return fingerprint.of(subject, type, NO_MEMBERS);
    }
    try {
      Json data = read();
      return fingerprint.of(subject, type, data == Json.Literal.NULL ? NO_MEMBERS : data);
    } catch (Malformation notJson) {
      // Not a fault: data that is not JSON is compared as bytes.
      return bytes == null
          ? fingerprint.of(subject, type, json)
          : fingerprint.of(subject, type, bytes);
    }
  }
}
