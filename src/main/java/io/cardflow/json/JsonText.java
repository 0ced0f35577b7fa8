package io.cardflow.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes compact JSON without whitespace; equal values give equal bytes. */
public final class JsonText {

  /** Writes one value. It must not write another text with {@link JsonText} on the way. */
  public interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // Equal bytes for equal texts: characters outside the BMP are written as UTF-8 too.
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build();

  /** One buffer per thread, so that only the result is allocated. */
  private static final ThreadLocal<ByteArrayOutputStream> BUFFER =
      ThreadLocal.withInitial(() -> new ByteArrayOutputStream(4 * 1024));

  /** A buffer that has grown beyond this size is not reused. */
  private static final int LARGEST_KEPT = 128 * 1024;

  private JsonText() {}

  /** The text in UTF-8. */
  public static byte[] bytes(Content content) {
    return write(content).toByteArray();
  }

  /** The text. */
  public static String text(Content content) {
    return write(content).toString(UTF_8);
  }

  private static ByteArrayOutputStream write(Content content) {
    ByteArrayOutputStream out = BUFFER.get();
    out.reset();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    if (out.size() > LARGEST_KEPT) {
      BUFFER.remove();
    }
    return out;
  }

  /**
   * Appends a text in quotes, escaped as {@link #text} does: for rows that are put together from
   * texts that are JSON already, and need not be encoded again.
   */
  public static void appendQuoted(StringBuilder out, String text) {
    out.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, out);
    out.append('"');
  }

  /** Writes a field, or nothing for a null. */
  public static void optional(JsonGenerator json, String name, String text) throws IOException {
    if (text != null) {
      json.writeStringField(name, text);
    }
  }
}
