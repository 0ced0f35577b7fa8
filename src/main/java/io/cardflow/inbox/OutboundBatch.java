package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
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
import org.apache.kafka.common.TopicPartition;

/** The records that a batch publishes, in order, and the outcomes of its inbound records. */
final class OutboundBatch {

  private final TopicNames topics;
  private final List<OutboundRecord> records = new ArrayList<>();
  private long bytes;
  private final List<String> unauthorized = new ArrayList<>();
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

  void end(InboundTopic topic, Outcome outcome) {
    ended[topic.ordinal()][outcome.ordinal()]++;
  }

  /** Counts a record that its sender may not send. */
  void unauthorized(String sender) {
    unauthorized.add(sender);
  }

  /** The senders of such records, one for each. */
  List<String> unauthorized() {
    return unauthorized;
  }

  /**
   * Adds the output of a record.
   *
   * @param from the partition of the record
   * @param at when it was decided, by the database's clock
   */
  void send(InboundPartition from, List<Outgoing> outgoing, Instant at) {
    for (Outgoing each : outgoing) {
      add(
          new OutboundRecord(
              from,
              topics.name(each.topic()),
              null,
              at.toEpochMilli(),
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
   * @param at the timestamp to use if the topic rejects the record's own
   */
  void forward(ConsumerRecord<byte[], InboundValue> record, int home, Instant at) {
    InboundPartition from = partition(record);
    add(
        new OutboundRecord(
            from,
            record.topic(),
            home,
            record.timestamp() < 0 ? at.toEpochMilli() : record.timestamp(),
            at.toEpochMilli(),
            record.key(),
            RecordDecoder.headers(record),
            Received.value(record),
            null));
    end(from.topic(), Outcome.FORWARDED);
  }

  /**
   * @param at when the record was rejected, by the database's clock
   */
  void deadLetter(
      ConsumerRecord<byte[], InboundValue> record,
      DeadLetterReason reason,
      String cause,
      Instant at) {
    InboundPartition from = partition(record);
    DeadLetter letter =
        DeadLetter.of(
            record.key(),
            RecordDecoder.headers(record),
            Received.value(record),
            record.value() == null ? 0 : record.value().size(),
            new DeadLetter.Why(reason, cause, record.topic(), record.partition(), record.offset()));
    add(OutboundRecord.letter(from, topics.deadLetters(), at.toEpochMilli(), letter));
    end(from.topic(), Outcome.DEAD_LETTERED);
  }

  private InboundPartition partition(ConsumerRecord<?, ?> record) {
    return topics.inbound(new TopicPartition(record.topic(), record.partition()));
  }

  private void add(OutboundRecord record) {
    records.add(record);
    bytes += record.value() == null ? 0 : record.value().length;
  }
}
