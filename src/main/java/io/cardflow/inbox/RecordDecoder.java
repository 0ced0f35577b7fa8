package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.Message;
import io.cardflow.domain.Position;
import io.cardflow.wire.Header;
import io.cardflow.wire.MessageParser;
import io.cardflow.wire.ParseResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Decodes records. The result depends on the record alone, and on the policy for its sender. A
 * record that was decided is not decoded again.
 */
final class RecordDecoder {

  private final TopicNames topics;
  private final HomePartition home;
  private final SenderCheck senders;
  private final MessageParser parser = new MessageParser();

  RecordDecoder(TopicNames topics, HomePartition home, SenderCheck senders) {
    this.topics = topics;
    this.home = home;
    this.senders = senders;
  }

  /**
   * Decodes the records of consecutive polls as one batch. A partition's records end at the first
   * that was not read because the unit of work is full; the batch's ends are the offsets to
   * continue from.
   */
  Batch read(List<ConsumerRecords<byte[], InboundValue>> polls) {
    SortedMap<InboundPartition, List<Received>> received = new TreeMap<>();
    SortedMap<InboundPartition, OffsetAndMetadata> ends = new TreeMap<>();
    Set<InboundPartition> cut = new TreeSet<>();
    for (ConsumerRecords<byte[], InboundValue> records : polls) {
      for (TopicPartition each : records.partitions()) {
        InboundPartition partition = topics.inbound(each);
        List<Received> before = received.computeIfAbsent(partition, first -> new ArrayList<>());
        for (ConsumerRecord<byte[], InboundValue> record : records.records(each)) {
          if (cut.contains(partition) || isUnread(record)) {
            cut.add(partition);
            break;
          }
          before.add(read(record));
        }
        if (!cut.contains(partition)) {
          ends.put(partition, records.nextOffsets().get(each));
        } else if (!before.isEmpty()) {
          long last = before.get(before.size() - 1).position().offset();
          ends.put(partition, new OffsetAndMetadata(last + 1));
        }
      }
    }
    return new Batch(received.values().stream().flatMap(List::stream).toList(), ends, cut);
  }

  /** Whether the record exceeded the read budget, and is to be polled again. */
  @SuppressWarnings("ReferenceEquality") // The constants are markers.
  static boolean isUnread(ConsumerRecord<byte[], InboundValue> record) {
    return record.value() == InboundValue.UNREAD || record.key() == ReadBudget.UNREAD_KEY;
  }

  Received read(ConsumerRecord<byte[], InboundValue> record) {
    InboundPartition partition =
        topics.inbound(new TopicPartition(record.topic(), record.partition()));
    Position position = new Position(partition, record.offset());
    try {
      return received(record, position);
    } catch (RuntimeException | AssertionError | StackOverflowError error) {
      return new Received.Undecodable(record, position, error);
    }
  }

  private Received received(ConsumerRecord<byte[], InboundValue> record, Position position) {
    InboundValue value = record.value();
    List<Header> headers = headers(record);
    ParseResult decoded =
        parser.decode(
            position.partition().topic(),
            record.key(),
            headers,
            value == null ? null : value.bytes(),
            value == null ? 0 : value.size(),
            record.timestamp());
    if (decoded instanceof ParseResult.Malformed malformed) {
      return new Received.Invalid(record, position, malformed);
    }
    Message message = ((ParseResult.Parsed) decoded).message();
    SenderCheck.Refusal refusal =
        senders.refusal(
            position.partition().topic(),
            record.topic(),
            message,
            headers,
            value == null ? null : value.bytes());
    if (refusal != null) {
      return new Received.Unauthorized(record, position, message, refusal);
    }
    int number = home.of(message.cardId());
    return number == record.partition()
        ? new Received.Valid(record, position, message)
        : new Received.Misrouted(record, position, message, number);
  }

  static List<Header> headers(ConsumerRecord<?, ?> record) {
    List<Header> headers = new ArrayList<>();
    record.headers().forEach(each -> headers.add(new Header(each.key(), each.value())));
    return headers;
  }
}
