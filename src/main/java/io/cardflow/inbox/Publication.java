package io.cardflow.inbox;

import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.Outcome;
import io.cardflow.wire.DeadLetterReason;
import io.cardflow.wire.DeadLetters;
import io.cardflow.wire.Header;
import io.cardflow.wire.Outgoing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;

/** What a batch sends, in order, and how each of its records ended. */
final class Publication {

  private final TopicNames topics;
  private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
  private long bytes;
  private final int[][] ended = new int[InboundTopic.values().length][Outcome.values().length];

  Publication(TopicNames topics) {
    this.topics = topics;
  }

  List<ProducerRecord<byte[], byte[]>> records() {
    return records;
  }

  /** How many bytes the records' keys and values have. */
  long bytes() {
    return bytes;
  }

  /** How many records of a topic ended in this way. */
  int ended(InboundTopic topic, Outcome outcome) {
    return ended[topic.ordinal()][outcome.ordinal()];
  }

  void end(Received received, Outcome outcome) {
    ended[received.position().partition().topic().ordinal()][outcome.ordinal()]++;
  }

  void send(List<Outgoing> outgoing) {
    for (Outgoing each : outgoing) {
      records.add(
          record(
              topics.name(each.topic()),
              null,
              null,
              each.key().getBytes(StandardCharsets.UTF_8),
              each.value(),
              each.headers()));
    }
  }

  /** Sends a record home as it is; its timestamp stands in for the time that it may lack. */
  void forward(Received.Astray astray) {
    ConsumerRecord<byte[], InboundValue> record = astray.record();
    records.add(
        record(
            record.topic(),
            astray.home(),
            record.timestamp() < 0 ? null : record.timestamp(),
            record.key(),
            astray.value(),
            Reader.headers(record)));
    end(astray, Outcome.FORWARDED);
  }

  void deadLetter(Received received, DeadLetterReason reason, String cause) {
    ConsumerRecord<byte[], InboundValue> record = received.record();
    records.add(
        record(
            topics.deadLetters(),
            null,
            null,
            record.key(),
            received.value(),
            DeadLetters.headers(
                Reader.headers(record),
                reason,
                cause,
                record.topic(),
                record.partition(),
                record.offset())));
    end(received, Outcome.DEAD_LETTERED);
  }

  private ProducerRecord<byte[], byte[]> record(
      String topic,
      Integer partition,
      Long timestamp,
      byte[] key,
      byte[] value,
      List<Header> headers) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, partition, timestamp, key, value);
    headers.forEach(each -> record.headers().add(new RecordHeader(each.name(), each.value())));
    bytes += (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
    return record;
  }
}
