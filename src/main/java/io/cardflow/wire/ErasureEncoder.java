package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.domain.ErasureRequest;
import io.cardflow.json.JsonText;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Encodes requests to erase personal data of callers over HTTP. Thread-safe. */
public final class ErasureEncoder {

  private final String source;

  /**
   * @param source the {@code source} of the messages, a URI reference
   */
  public ErasureEncoder(String source) {
    this.source = source;
  }

  /** The headers of a request's record; its key is the id of the request. */
  public List<Header> headers(ErasureRequest request, Instant time) {
    return List.of(
        header("ce_specversion", "1.0"),
        header("ce_id", request.messageId()),
        header("ce_source", source),
        header("ce_type", type(request).wireName),
        header("ce_subject", request.id()),
        header("ce_time", Rfc3339.print(time)),
        header("content-type", "application/json"));
  }

  /** The data of a request. */
  public byte[] data(ErasureRequest request) {
    return JsonText.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField(type(request).subject, request.subject());
          json.writeStringField("reason", request.reason());
          json.writeEndObject();
        });
  }

  /**
   * Checks a request as its consumer would.
   *
   * @return one line without its content; null if it is valid
   */
  public String fault(ErasureRequest request, Instant time) {
    PrivacyParser.Parsed parsed =
        PrivacyParser.parse(request.id().getBytes(UTF_8), headers(request, time), data(request));
    return parsed instanceof PrivacyParser.Parsed.Malformed malformed ? malformed.cause() : null;
  }

  private static PrivacyType type(ErasureRequest request) {
    return Arrays.stream(PrivacyType.values())
        .filter(type -> type.kind == request.kind())
        .findFirst()
        .orElseThrow();
  }

  private static Header header(String name, String value) {
    return new Header(name, value.getBytes(UTF_8));
  }
}
