package io.cardflow.faults;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The headers of a CloudEvent in binary mode. */
final class CloudEvent {

  private CloudEvent() {}

  /**
   * @param name the type without prefix and version, such as {@code command.lock-card}
   */
  static void headers(ProducerRecord<String, byte[]> record, String name, String id) {
    header(record, "ce_specversion", "1.0");
    header(record, "ce_id", id);
    header(record, "ce_source", "/iam");
    header(record, "ce_type", "io.cardflow." + name + ".v1");
    header(record, "ce_subject", record.key());
    header(record, "content-type", "application/json");
  }

  private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
