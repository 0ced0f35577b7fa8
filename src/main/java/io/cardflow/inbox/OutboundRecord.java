package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import io.cardflow.wire.DeadLetter;
import io.cardflow.wire.Header;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A record on its way out, in the form and with the timestamp in which it is tried.
 *
 * @param from where the record stands that led to it
 * @param partition null if the key decides
 * @param timestamp null for the time at which the client sends it
 * @param otherTimestamp the one to try where the topic refuses the first; null for the client's
 * @param letter null unless it is a dead letter, which alone may lose parts
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
      InboundPartition from, String topic, Long timestamp, Long otherTimestamp, DeadLetter letter) {
    return new OutboundRecord(
        from,
        topic,
        null,
        timestamp,
        otherTimestamp,
        letter.key(),
        letter.headers(),
        letter.value(),
        letter);
  }

  /** The same for a topic that refuses its timestamp; the same object if there is no other. */
  OutboundRecord withOtherTimestamp() {
    return timestamp == null && otherTimestamp == null
        ? this
        : new OutboundRecord(
            from, topic, partition, otherTimestamp, null, key, headers, value, letter);
  }

  /** The dead letter in its next smaller form; the same object if there is none. */
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

  /** Bytes in a batch of its own. */
  int bytes() {
    return RecordSize.of(key, value, headers);
  }

  ProducerRecord<byte[], byte[]> record() {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, partition, timestamp, key, value);
    headers.forEach(each -> record.headers().add(new RecordHeader(each.name(), each.value())));
    return record;
  }

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
