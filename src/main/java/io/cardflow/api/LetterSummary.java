package io.cardflow.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cardflow.ops.kafka.KeptValue;
import io.cardflow.wire.Header;
import io.cardflow.wire.PublishedDeadLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A dead letter, in a list: nothing of its value, which may hold personal data. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "DeadLetter")
public record LetterSummary(
    int partition,
    long offset,
    @Schema(description = "When it was published") Instant time,
    @Schema(description = "Absent if another system has written the record") String reason,
    String cause,
    @Schema(description = "The position of the received record") From from,
    @Schema(description = "The key, if it is the id of a card") String key,
    @Schema(description = "In bytes; absent without a key") Integer keySize,
    @Schema(description = "In bytes; absent without a value") Integer valueSize,
    @Schema(description = "Names of the sender's headers, at most 50, each cut to 128 characters")
        List<String> headers) {

  private static final int MOST_NAMES = 50;
  private static final int MOST_OF_A_NAME = 128;

  /** A position. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "RecordPosition")
  public record From(String topic, Integer partition, Long offset) {}

  static LetterSummary of(ConsumerRecord<byte[], KeptValue> record) {
    PublishedDeadLetter letter = letter(record);
    return new LetterSummary(
        record.partition(),
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        letter.reason(),
        letter.cause(),
        from(letter),
        letter.cardId(),
        letter.originalKey() == null ? null : letter.originalKey().length,
        record.value() == null ? null : record.value().size(),
        letter.originalHeaders().stream()
            .map(Header::name)
            .map(name -> name.substring(0, Math.min(name.length(), MOST_OF_A_NAME)))
            .distinct()
            .limit(MOST_NAMES)
            .toList());
  }

  static From from(PublishedDeadLetter letter) {
    return letter.topic() == null
        ? null
        : new From(letter.topic(), letter.partition(), letter.offset());
  }

  /** The letter in a record of the topic of dead letters. */
  static PublishedDeadLetter letter(ConsumerRecord<byte[], KeptValue> record) {
    List<Header> headers = new ArrayList<>();
    record.headers().forEach(each -> headers.add(new Header(each.key(), each.value())));
    return new PublishedDeadLetter(
        record.key(), headers, record.value() == null ? null : record.value().bytes());
  }
}
