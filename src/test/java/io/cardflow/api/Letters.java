package io.cardflow.api;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.awaitility.Awaitility;

/** Finds dead letters by the record that they are made of. */
final class Letters {

  private Letters() {}

  /** Waits for the dead letter of a record, as the list shows it. */
  static JsonNode await(ApiCase api, RecordMetadata record) {
    return await(api, record.topic(), record.partition(), record.offset());
  }

  static JsonNode await(ApiCase api, String topic, int partition, long offset) {
    return Awaitility.await("the dead letter of " + topic + "/" + partition + "/" + offset)
        .atMost(ApiCase.WAIT)
        .until(
            () -> {
              for (JsonNode each :
                  ApiCase.json(api.get("/api/dead-letters?limit=100")).get("items")) {
                if (each.at("/from/topic").asText().equals(topic)
                    && each.at("/from/partition").asInt() == partition
                    && each.at("/from/offset").asLong() == offset) {
                  return each;
                }
              }
              return null;
            },
            found -> found != null);
  }
}
