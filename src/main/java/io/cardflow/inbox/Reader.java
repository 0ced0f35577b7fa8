package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.Message;
import io.cardflow.domain.Position;
import io.cardflow.wire.Decoded;
import io.cardflow.wire.Decoder;
import io.cardflow.wire.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Decodes records. What it makes of a record depends on the record alone, so it can do it again.
 */
final class Reader {

  private final TopicNames topics;
  private final HomePartition home;
  private final Decoder decoder = new Decoder();

  Reader(TopicNames topics, HomePartition home) {
    this.topics = topics;
    this.home = home;
  }

  /** What polls have brought, one behind the other, as one batch. */
  Batch read(List<ConsumerRecords<byte[], byte[]>> polls) {
    SortedMap<InboundPartition, List<Received>> received = new TreeMap<>();
    SortedMap<InboundPartition, OffsetAndMetadata> ends = new TreeMap<>();
    for (ConsumerRecords<byte[], byte[]> records : polls) {
      for (TopicPartition each : records.partitions()) {
        InboundPartition partition = topics.inbound(each);
        List<Received> before = received.computeIfAbsent(partition, first -> new ArrayList<>());
        records.records(each).forEach(record -> before.add(read(record)));
        ends.put(partition, records.nextOffsets().get(each));
      }
    }
    return new Batch(received.values().stream().flatMap(List::stream).toList(), ends);
  }

  Received read(ConsumerRecord<byte[], byte[]> record) {
    InboundPartition partition =
        topics.inbound(new TopicPartition(record.topic(), record.partition()));
    Position position = new Position(partition, record.offset());
    Decoded decoded =
        decoder.decode(
            partition.topic(), record.key(), headers(record), record.value(), record.timestamp());
    if (decoded instanceof Decoded.Malformed malformed) {
      return new Received.Broken(record, position, malformed);
    }
    Message message = ((Decoded.Understood) decoded).message();
    int number = home.of(message.cardId());
    return number == record.partition()
        ? new Received.Understood(record, position, message)
        : new Received.Astray(record, position, message, number);
  }

  static List<Header> headers(ConsumerRecord<byte[], byte[]> record) {
    List<Header> headers = new ArrayList<>();
    record.headers().forEach(each -> headers.add(new Header(each.key(), each.value())));
    return headers;
  }
}
