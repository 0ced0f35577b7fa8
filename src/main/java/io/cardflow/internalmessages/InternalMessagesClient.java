package io.cardflow.internalmessages;

import io.cardflow.ops.kafka.ClientSettings;
import io.cardflow.ops.kafka.KafkaClient;
import io.smallrye.reactive.messaging.ClientCustomizer;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.Config;

/** Overrides settings of the producer that the channel's connector creates. */
@Singleton
class InternalMessagesClient implements ClientCustomizer<Map<String, Object>> {

  @Override
  public Map<String, Object> customize(
      String channel, Config channelConfig, Map<String, Object> config) {
    Map<String, Object> settings = new HashMap<>(config);
    ClientSettings.pin(KafkaClient.INTERNAL_MESSAGES, settings);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, config.get(ProducerConfig.CLIENT_ID_CONFIG));
    // The connector instantiates them by class name before Kafka's client reads them.
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    return settings;
  }
}
