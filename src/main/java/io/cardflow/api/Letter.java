package io.cardflow.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cardflow.json.Utf8;
import io.cardflow.ops.kafka.KeptValue;
import io.cardflow.wire.PublishedDeadLetter;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A whole dead letter. Bytes are given as a text if they are UTF-8, otherwise in Base64. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "WholeDeadLetter")
public record Letter(
    int partition,
    long offset,
    @Schema(description = "When it was published") Instant time,
    @Schema(description = "Absent if another system has written the record") String reason,
    String cause,
    @Schema(description = "The position of the received record") LetterSummary.From from,
    @Schema(description = "Why it cannot be put back; absent if it is complete") String missing,
    String key,
    String keyBase64,
    @Schema(description = "Absent without a value, and if it is larger than 1 MiB") String value,
    String valueBase64,
    @Schema(description = "In bytes; absent without a value") Integer valueSize,
    @Schema(description = "All headers in their order, also Cardflow's") List<Field> headers) {

  /** The maximum size of a value in bytes. Cardflow reads none that is larger than 64 KiB. */
  static final int MOST = 1024 * 1024;

  /** A header. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "RecordHeader")
  public record Field(String name, String value, String valueBase64) {}

  static Letter of(ConsumerRecord<byte[], KeptValue> record) {
    PublishedDeadLetter letter = LetterSummary.letter(record);
    return new Letter(
        record.partition(),
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        letter.reason(),
        letter.cause(),
        LetterSummary.from(letter),
        letter.missing(),
        text(letter.key()),
        base64(letter.key()),
        text(letter.value()),
        base64(letter.value()),
        record.value() == null ? null : record.value().size(),
        letter.headers().stream()
            .map(each -> new Field(each.name(), text(each.value()), base64(each.value())))
            .toList());
  }

  private static String text(byte[] bytes) {
    return bytes == null || Utf8.firstFault(bytes) >= 0 ? null : new String(bytes, UTF_8);
  }

  private static String base64(byte[] bytes) {
    return bytes == null || Utf8.firstFault(bytes) < 0
        ? null
        : Base64.getEncoder().encodeToString(bytes);
  }
}
