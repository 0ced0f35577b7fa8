package io.cardflow.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.json.Json;
import io.cardflow.json.JsonFault;
import io.cardflow.json.JsonText;
import io.cardflow.json.StrictJson;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The position in a list after its last item, opaque to clients. It is bound to the list's filter:
 * with another filter the position has no meaning.
 */
final class Cursor {

  private static final int MOST = 2_048;

  private Cursor() {}

  /**
   * Encodes a position.
   *
   * @param filter the path and the filter, in a fixed form
   * @param keys the sort keys of the last item
   */
  static String encode(String filter, List<String> keys) {
    byte[] json =
        JsonText.bytes(
            to -> {
              to.writeStartArray();
              to.writeString(digest(filter));
              for (String key : keys) {
                to.writeString(key);
              }
              to.writeEndArray();
            });
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
  }

  /**
   * Decodes a position.
   *
   * @param after null for the start of the list
   * @param count the number of sort keys
   * @return null for the start of the list
   * @throws ApiException INVALID_CURSOR
   */
  static List<String> decode(String after, String filter, int count) {
    if (after == null) {
      return null;
    }
    List<String> texts = after.length() > MOST ? List.of() : texts(after);
    if (texts.size() != count + 1 || !texts.get(0).equals(digest(filter))) {
      throw invalid();
    }
    return texts.subList(1, texts.size());
  }

  static ApiException invalid() {
    return new ApiException(
        ProblemCode.INVALID_CURSOR, "use the next link of the list, with the same filter");
  }

  private static List<String> texts(String after) {
    List<String> texts = new ArrayList<>();
    try {
      Json json = StrictJson.read(Base64.getUrlDecoder().decode(after), 1);
      if (json instanceof Json.ArrayValue array) {
        for (Json item : array.items()) {
          if (item instanceof Json.StringValue text) {
            texts.add(text.text());
          }
        }
      }
    } catch (JsonFault | IllegalArgumentException e) {
      throw invalid();
    }
    return texts;
  }

  private static String digest(String filter) {
    CRC32 crc = new CRC32();
    crc.update(filter.getBytes(UTF_8));
    return Long.toString(crc.getValue(), 36);
  }
}
