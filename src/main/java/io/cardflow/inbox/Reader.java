package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.Message;
import io.cardflow.domain.Position;
import io.cardflow.wire.Decoded;
import io.cardflow.wire.Decoder;
import io.cardflow.wire.Header;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
