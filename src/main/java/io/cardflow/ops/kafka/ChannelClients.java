package io.cardflow.ops.kafka;

import io.cardflow.ops.CardflowConfig;
import io.smallrye.reactive.messaging.ClientCustomizer;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
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

  private final CardflowConfig.Inbox inbox;

  ChannelClients(CardflowConfig config) {
    this.inbox = config.inbox();
  }

  @Override
  public Map<String, Object> customize(
      String channel, Config channelConfig, Map<String, Object> config) {
    Map<String, Object> settings = new HashMap<>(config);
    boolean privacy = Channel.PRIVACY.isNamed(channel);
    ClientSettings.pin(privacy ? KafkaClient.PRIVACY : KafkaClient.INTERNAL_MESSAGES, settings);
    settings.put(
        CommonClientConfigs.CLIENT_ID_CONFIG, config.get(CommonClientConfigs.CLIENT_ID_CONFIG));
    // The connector instantiates serializers by class name before Kafka's client reads them.
    if (privacy) {
      settings.put(ConsumerConfig.GROUP_ID_CONFIG, inbox.groupId() + "-privacy");
      settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
      settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, REQUESTS);
      settings.put(
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
      settings.put(
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    } else {
      settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
      settings.put(
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    }
    return settings;
  }
}
