package io.cardflow.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.Message;
import io.cardflow.wire.Header;
import io.cardflow.wire.OutboundTopic;
import io.cardflow.wire.Outgoing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The Kafka clients of the contestants with an outbox, configured by system properties. */
final class PeerKafka {

  private static final String COMMANDS = setting("cardflow.topics.commands");
  private static final String STATUSES = setting("cardflow.topics.producer-status");
  private static final String EVENTS = setting("cardflow.topics.events");
  private static final String REJECTIONS = setting("cardflow.topics.rejections");

  private PeerKafka() {}

  static String setting(String name) {
    return System.getProperty(name);
  }

  /**
   * A subscribed consumer that does not commit automatically. The default assignor gives it the
   * same partition numbers of both topics.
   *
   * @param most the maximum number of records in a poll
   */
  static KafkaConsumer<byte[], byte[]> consumer(int most) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            setting("kafka.bootstrap.servers"),
            "group.id",
            COMMANDS,
            "enable.auto.commit",
            false,
            "auto.offset.reset",
            "earliest",
            "max.poll.records",
            most,
            "session.timeout.ms",
            setting("kafka.session.timeout.ms"),
            "max.poll.interval.ms",
            setting("kafka.max.poll.interval.ms"));
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.subscribe(List.of(COMMANDS, STATUSES));
    return consumer;
  }

  /** An idempotent producer that waits for all replicas. */
  static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", setting("kafka.bootstrap.servers"));
    settings.put("acks", "all");
    settings.put("enable.idempotence", true);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  static Message read(OneMessage one, ConsumerRecord<byte[], byte[]> record) {
    InboundTopic topic =
        record.topic().equals(STATUSES) ? InboundTopic.PRODUCER_STATUS : InboundTopic.COMMANDS;
    return one.read(topic, record.key(), record.headers(), record.value(), record.timestamp());
  }

  /** The headers as a text for an outbox, one a line. */
  static String headers(Outgoing outgoing) {
    StringBuilder text = new StringBuilder(512);
    for (Header header : outgoing.headers()) {
      text.append(header.name()).append('\t').append(new String(header.value(), UTF_8));
      text.append('\n');
    }
    return text.toString();
  }

  /**
   * The record to publish from a row of an outbox.
   *
   * @param topic the name of an {@link OutboundTopic}
   */
  static ProducerRecord<byte[], byte[]> record(
      String topic, String card, String headers, byte[] value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            OutboundTopic.EVENTS.name().equals(topic) ? EVENTS : REJECTIONS,
            card.getBytes(UTF_8),
            value);
    for (int from = 0; from < headers.length(); ) {
      int tab = headers.indexOf('\t', from);
      int end = headers.indexOf('\n', tab);
      record
          .headers()
          .add(headers.substring(from, tab), headers.substring(tab + 1, end).getBytes(UTF_8));
      from = end + 1;
    }
    return record;
  }
}
