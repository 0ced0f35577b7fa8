package io.cardflow.bench;

import io.cardflow.local.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends the same bytes through Kafka in transactions of a thousand records, without decisions or a
 * database.
 */
final class KafkaFloor {

  private KafkaFloor() {}

  /**
   * Measures the messages per second, reading the inbound topics.
   *
   * @param records the number of records on these
   */
  static double rate(String bootstrapServers, Topics topics, int records) {
    Map<String, Object> in =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "group.id",
            topics.commands() + "-floor",
            "enable.auto.commit",
            false,
            "auto.offset.reset",
            "earliest",
            "max.poll.records",
            1_000);
    Map<String, Object> out =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "transactional.id",
            topics.commands() + "-floor",
            "batch.size",
            131_072);
    try (KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(in, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(out, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      consumer.subscribe(List.of(topics.commands(), topics.producerStatus()));
      int done = 0;
      long begun = 0;
      while (done < records) {
        ConsumerRecords<byte[], byte[]> batch = consumer.poll(Duration.ofMillis(200));
        if (batch.isEmpty()) {
          continue;
        }
        begun = begun == 0 ? System.nanoTime() : begun;
        producer.beginTransaction();
        for (ConsumerRecord<byte[], byte[]> each : batch) {
          producer.send(
              new ProducerRecord<>(
                  topics.events(), null, null, each.key(), each.value(), each.headers()));
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(batch.nextOffsets());
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
        done += batch.count();
      }
      return done / ((System.nanoTime() - begun) / 1e9);
    }
  }
}
