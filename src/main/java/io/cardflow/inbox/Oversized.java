package io.cardflow.inbox;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A dead letter that its topic does not take. It must not block its partition for ever, so it goes
 * without its value (and whatever else is too long), and says so; the place where it was found
 * remains.
 */
final class Oversized {

  /** Larger than any value that is understood, smaller than any topic's limit in use. */
  private static final int LIMIT = 128 * 1024;

  /** How many headers a dead letter was given, behind those that it came with. */
  private static final int ADDED = 5;

  private Oversized() {}

  static ProducerRecord<byte[], byte[]> trimmed(ProducerRecord<byte[], byte[]> record) {
    int headers = 0;
    for (Header header : record.headers()) {
      headers += header.key().length() + length(header.value());
    }
    int size = length(record.key()) + length(record.value()) + headers;
    if (size <= LIMIT) {
      return record;
    }
    ProducerRecord<byte[], byte[]> trimmed =
        new ProducerRecord<>(
            record.topic(), length(record.key()) > LIMIT / 2 ? null : record.key(), null);
    Header[] all = record.headers().toArray();
    for (int at = headers <= LIMIT / 2 ? 0 : all.length - ADDED; at < all.length; at++) {
      trimmed.headers().add(all[at]);
    }
    trimmed
        .headers()
        .add(
            new RecordHeader(
                "dead-letter-left-out-bytes",
                Integer.toString(size).getBytes(StandardCharsets.UTF_8)));
    return trimmed;
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
