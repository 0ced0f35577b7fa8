package io.cardflow.inbox;

import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.Outcome;
import io.cardflow.wire.DeadLetter;
import io.cardflow.wire.DeadLetterReason;
import io.cardflow.wire.Outgoing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The records that a batch publishes, in order, and the outcomes of its inbound records. */
final class OutboundBatch {

  private final TopicNames topics;
  private final List<OutboundRecord> records = new ArrayList<>();
  private long bytes;
  private final int[][] ended = new int[InboundTopic.values().length][Outcome.values().length];

  OutboundBatch(TopicNames topics) {
    this.topics = topics;
  }

  List<OutboundRecord> records() {
    return records;
  }

  /** The total size of the values in bytes. */
  long bytes() {
    return bytes;
  }

  /** The number of records of a topic with this outcome. */
  int ended(InboundTopic topic, Outcome outcome) {
    return ended[topic.ordinal()][outcome.ordinal()];
  }

  void end(Received received, Outcome outcome) {
    ended[received.position().partition().topic().ordinal()][outcome.ordinal()]++;
  }

  /**
   * Adds the output of a record.
   *
   * @param at when it was decided, by the database's clock; null for the client's
   */
  void send(Received from, List<Outgoing> outgoing, Instant at) {
    for (Outgoing each : outgoing) {
      add(
          new OutboundRecord(
              from.position().partition(),
              topics.name(each.topic()),
              null,
              millis(at),
              null,
              each.key().getBytes(StandardCharsets.UTF_8),
              each.headers(),
              each.value(),
              null));
    }
  }

  /**
   * Forwards a record unchanged to its home partition; its timestamp replaces a missing CloudEvents
   * time.
   *
   * @param at the timestamp to use if the topic rejects the record's own; null for the client's
   */
  void forward(Received.Misrouted misrouted, Instant at) {
    ConsumerRecord<byte[], InboundValue> record = misrouted.record();
    add(
        new OutboundRecord(
            misrouted.position().partition(),
            record.topic(),
            misrouted.home(),
            record.timestamp() < 0 ? millis(at) : Long.valueOf(record.timestamp()),
            millis(at),
            record.key(),
            RecordDecoder.headers(record),
            misrouted.value(),
            null));
    end(misrouted, Outcome.FORWARDED);
  }

  /**
   * @param at when the record was rejected, by the database's clock; null for the client's
   */
  void deadLetter(Received received, DeadLetterReason reason, String cause, Instant at) {
    ConsumerRecord<byte[], InboundValue> record = received.record();
    DeadLetter letter =
        DeadLetter.of(
            record.key(),
            RecordDecoder.headers(record),
            received.value(),
            received.valueBytes(),
            new DeadLetter.Why(reason, cause, record.topic(), record.partition(), record.offset()));
    add(
        OutboundRecord.letter(
            received.position().partition(),
            topics.deadLetters(),
            millis(at),
            // The topic may reject the timestamp because the client's clock is wrong.
            at == null && record.timestamp() >= 0 ? Long.valueOf(record.timestamp()) : null,
            letter));
    end(received, Outcome.DEAD_LETTERED);
  }

  private void add(OutboundRecord record) {
    records.add(record);
    bytes += record.value() == null ? 0 : record.value().length;
  }

  private static Long millis(Instant at) {
    return at == null ? null : at.toEpochMilli();
  }
}
