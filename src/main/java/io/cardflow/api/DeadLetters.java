package io.cardflow.api;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.kafka.KeptValue;
import io.cardflow.ops.kafka.OffsetWindow;
import io.cardflow.ops.kafka.TopicReader;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads single dead letters by their position. */
@Singleton
class DeadLetters {

  private final RecordReads reads;
  private final String topic;

  DeadLetters(RecordReads reads, CardflowConfig config) {
    this.reads = reads;
    this.topic = config.topics().deadLetters();
  }

  /**
   * A record of the topic of dead letters.
   *
   * @param topicId Kafka's id of the topic
   */
  record Identified(UUID topicId, ConsumerRecord<byte[], KeptValue> record) {}

  /** Reads a record; fails with UNKNOWN_RECORD if there is none. */
  Uni<ConsumerRecord<byte[], KeptValue>> read(RecordAddress address) {
    return reads.run(topic, Letter.MOST, reader -> record(reader, address));
  }

  /** Reads a record with Kafka's id of the topic; fails as {@link #read}. */
  Uni<Identified> identify(RecordAddress address) {
    return reads.run(
        topic,
        Letter.MOST,
        reader -> {
          ConsumerRecord<byte[], KeptValue> record = record(reader, address);
          return new Identified(reads.topicId(topic), record);
        });
  }

  private static ConsumerRecord<byte[], KeptValue> record(
      TopicReader reader, RecordAddress address) {
    OffsetWindow offsets = reader.offsets().get(address.partition());
    if (offsets == null || !offsets.has(address.offset())) {
      throw address.unknown();
    }
    ConsumerRecord<byte[], KeptValue> record = reader.record(address.partition(), address.offset());
    if (record == null) {
      throw address.unknown();
    }
    return record;
  }
}
