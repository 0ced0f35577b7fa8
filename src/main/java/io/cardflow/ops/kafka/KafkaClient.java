package io.cardflow.ops.kafka;

import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The Kafka clients of a replica. */
public enum KafkaClient {
  /** One in each lane, for both inbound topics. */
  CONSUMER("consumer", ConsumerConfig.configNames()),

  /** One in each lane, transactional. */
  PRODUCER("producer", ProducerConfig.configNames()),

  /** Describes the cluster, its topics and its groups. */
  ADMIN("admin", AdminClientConfig.configNames()),

  /** The channel {@code internalmessages}: timers, outcomes of orders, answers to requests. */
  INTERNAL_MESSAGES("internal messages", ProducerConfig.configNames()),

  /** The channel {@code privacy}: requests to erase personal data. */
  PRIVACY("privacy", ConsumerConfig.configNames()),

  /** The channel {@code changes}: events for the streams of the API. */
  CHANGES("changes", ConsumerConfig.configNames());

  private final String label;
  private final Set<String> settings;

  KafkaClient(String label, Set<String> settings) {
    this.label = label;
    this.settings = settings;
  }

  /** Whether Kafka's client of this kind has a setting of this name. */
  boolean has(String setting) {
    return settings.contains(setting);
  }

  /** Its name in the docs. */
  String label() {
    return label;
  }
}
