package io.cardflow.ops.kafka;

import io.cardflow.ops.CardflowConfig;
import io.smallrye.reactive.messaging.ClientCustomizer;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.Config;

/** Overrides settings of the clients that the connector creates for the channels. */
@Singleton
class ChannelClients implements ClientCustomizer<Map<String, Object>> {

  /** Requests are rare, and each is a transaction. */
  private static final String REQUESTS = "10";

  /** Bounds the memory of a poll. */
  private static final String EVENTS = "500";

  private final CardflowConfig.Inbox inbox;

  /** A group without offsets vanishes with its only member. */
  private final String reader = UUID.randomUUID().toString();

  ChannelClients(CardflowConfig config) {
    this.inbox = config.inbox();
  }

  @Override
  public Map<String, Object> customize(
      String channel, Config channelConfig, Map<String, Object> config) {
    Map<String, Object> settings = new HashMap<>(config);
    KafkaClient client = client(channel);
    ClientSettings.pin(client, settings);
    settings.put(
        CommonClientConfigs.CLIENT_ID_CONFIG, config.get(CommonClientConfigs.CLIENT_ID_CONFIG));
    switch (client) {
      case PRIVACY -> consumer(settings, "-privacy", "earliest", REQUESTS);
      case CHANGES -> consumer(settings, "-changes-" + reader, "latest", EVENTS);
      case INTERNAL_MESSAGES, CONSUMER, PRODUCER, ADMIN -> {
        // The connector instantiates serializers by class name before Kafka's client reads them.
        settings.put(
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        settings.put(
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
      }
    }
    return settings;
  }

  private static KafkaClient client(String channel) {
    if (Channel.PRIVACY.isNamed(channel)) {
      return KafkaClient.PRIVACY;
    }
    return Channel.CHANGES.isNamed(channel) ? KafkaClient.CHANGES : KafkaClient.INTERNAL_MESSAGES;
  }

  private void consumer(Map<String, Object> settings, String group, String from, String most) {
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, inbox.groupId() + group);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, from);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, most);
    settings.put(
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    settings.put(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
  }
}
