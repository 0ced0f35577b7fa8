package io.cardflow.local.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.cardflow.ops.CardflowConfig;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends the demonstration's records like an IAM system. */
final class DemoLoad implements AutoCloseable {

  private static final String SOURCE = "/demo";

  private final KafkaProducer<String, byte[]> producer;
  private final CardflowConfig.Topics topics;
  private final long pause;
  private volatile int sent;
  private volatile Exception failure;

  /**
   * @param rate records per second
   */
  DemoLoad(String bootstrapServers, CardflowConfig.Topics topics, int rate) {
    this.topics = topics;
    this.pause = TimeUnit.SECONDS.toNanos(1) / rate;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 5),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  int sent() {
    return sent;
  }

  /**
   * Sends a wave at the configured rate; returns when the broker has acknowledged it.
   *
   * @throws IllegalStateException if the broker did not acknowledge all records
   */
  @SuppressWarnings({"FutureReturnValueIgnored", "NonAtomicVolatileUpdate"}) // One thread sends.
  void send(List<StoryStep> wave) {
    long due = System.nanoTime();
    for (StoryStep step : wave) {
      producer.send(
          record(step, topics.commands(), Instant.now()),
          (written, failed) -> {
            if (failed != null) {
              failure = failed;
            }
          });
      sent = sent + 1;
      due += pause;
      LockSupport.parkNanos(due - System.nanoTime());
    }
    producer.flush();
    if (failure != null) {
      throw new IllegalStateException("the broker did not acknowledge a record", failure);
    }
  }

  @Override
  public void close() {
    producer.close();
  }

  /** Encodes a step, with its data created now. */
  static ProducerRecord<String, byte[]> record(StoryStep step, String topic, Instant now) {
    String data = step.data().apply(now);
    String value = step.form() == StoryStep.Form.STRUCTURED ? structured(step, data) : data;
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic, step.key(), value.getBytes(StandardCharsets.UTF_8));
    switch (step.form()) {
      case BINARY -> {
        header(record, "ce_specversion", "1.0");
        header(record, "ce_id", step.id());
        header(record, "ce_source", SOURCE);
        header(record, "ce_type", step.type());
        header(record, "ce_subject", step.card());
        header(record, "content-type", "application/json");
      }
      case STRUCTURED -> header(record, "content-type", "application/cloudevents+json");
      case BARE -> {
        // No headers.
      }
    }
    return record;
  }

  private static String structured(StoryStep step, String data) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("specversion", "1.0");
      json.writeStringField("id", step.id());
      json.writeStringField("source", SOURCE);
      json.writeStringField("type", step.type());
      json.writeStringField("subject", step.card());
      json.writeFieldName("data");
      json.writeRawValue(data);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
