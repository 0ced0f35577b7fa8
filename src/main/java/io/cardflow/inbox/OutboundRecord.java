package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import io.cardflow.wire.DeadLetter;
import io.cardflow.wire.Header;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A record to publish, in the form and with the timestamp of the current attempt.
 *
 * @param from the position of the inbound record that produced it
 * @param partition null if the key determines it
 * @param timestamp null for the time at which the client sends it
 * @param otherTimestamp the one to try if the topic rejects the first; null for the client's
 * @param letter the dead letter, which is the only kind that may be shortened; null for other
 *     records
 */
record OutboundRecord(
    InboundPartition from,
    String topic,
    Integer partition,
    Long timestamp,
    Long otherTimestamp,
    byte[] key,
    List<Header> headers,
    byte[] value,
    DeadLetter letter) {

  static OutboundRecord letter(
      InboundPartition from, String topic, Long timestamp, DeadLetter letter) {
    return new OutboundRecord(
        from, topic, null, timestamp, null, letter.key(), letter.headers(), letter.value(), letter);
  }

  /** The record with its other timestamp; the same object if there is none. */
  OutboundRecord withOtherTimestamp() {
    return timestamp == null && otherTimestamp == null
        ? this
        : new OutboundRecord(
            from, topic, partition, otherTimestamp, null, key, headers, value, letter);
  }

  /** The dead letter in its next smaller form; the same object if there is none. */
  @SuppressWarnings("ReferenceEquality") // The same object means that there is none.
  OutboundRecord smaller() {
    DeadLetter shortened = letter.shortened();
    return as(shortened != letter ? shortened : letter.last());
  }

  /** The dead letter in its last form. */
  OutboundRecord last() {
    return as(letter.last());
  }

  /** The dead letter with a key. */
  OutboundRecord keyed() {
    return as(letter.keyed());
  }

  /** The size in bytes of a batch with this record alone. */
  int bytes() {
    return RecordSize.of(key, value, headers);
  }

  ProducerRecord<byte[], byte[]> record() {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, partition, timestamp, key, value);
    headers.forEach(each -> record.headers().add(new RecordHeader(each.name(), each.value())));
    return record;
  }

  @SuppressWarnings("ReferenceEquality") // Equal dead letters would be compared byte by byte.
  private OutboundRecord as(DeadLetter other) {
    return other == letter
        ? this
        : new OutboundRecord(
            from,
            topic,
            partition,
            timestamp,
            otherTimestamp,
            other.key(),
            other.headers(),
            other.value(),
            other);
  }
}
