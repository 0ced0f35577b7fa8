package io.cardflow.inbox;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jboss.logging.Logger;

/** The settings of topics, as far as the worker's user may describe them. */
final class TopicSettings {

  private static final Logger LOG = Logger.getLogger(TopicSettings.class);

  private final Map<String, Config> known;

  private TopicSettings(Map<String, Config> known) {
    this.known = known;
  }

  /** Describes each topic separately, so that a denied one does not hide the others. */
  static TopicSettings of(Admin admin, Collection<String> topics) {
    Map<ConfigResource, KafkaFuture<Config>> asked =
        admin
            .describeConfigs(
                topics.stream()
                    .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                    .toList())
            .values();
    Map<String, Config> known = new HashMap<>();
    asked.forEach(
        (topic, config) -> {
          try {
            known.put(topic.name(), KafkaAnswer.of(config));
          } catch (RuntimeException refused) {
            LOG.debugf(refused, "topic settings unknown topic=%s", topic.name());
          }
        });
    return new TopicSettings(known);
  }

  /** The {@code max.message.bytes} of a topic; null if unknown. */
  static Integer limit(KafkaClients clients, String topic) {
    try (OpenAdmin open = new OpenAdmin(clients)) {
      return of(open.admin(), List.of(topic)).maxMessageBytes(topic);
    } catch (RuntimeException failed) {
      LOG.debugf(failed, "topic settings unknown topic=%s", topic);
      return null;
    }
  }

  boolean isKnown(String topic) {
    return known.containsKey(topic);
  }

  /** The value of a setting, including the broker's default; null if unknown. */
  String value(String topic, String setting) {
    Config config = known.get(topic);
    return config == null || config.get(setting) == null ? null : config.get(setting).value();
  }

  Integer maxMessageBytes(String topic) {
    String bytes = value(topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
    return bytes == null ? null : Integer.valueOf(bytes);
  }
}
