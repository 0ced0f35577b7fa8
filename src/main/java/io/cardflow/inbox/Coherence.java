package io.cardflow.inbox;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Checks that settings of a client work together, each being within its bounds. Kafka checks most
 * of this when a client is created, but the worker would then retry indefinitely.
 *
 * <p>Every method throws an {@link IllegalArgumentException} that names the setting.
 */
final class Coherence {

  private static final int HEARTBEATS_IN_A_SESSION = 3;

  private Coherence() {}

  static void requireAdmin(Map<String, Object> settings) {
    AbstractConfig config = read(() -> new AdminClientConfig(settings));
    notLess(
        config,
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
        1);
  }

  static void requireConsumer(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    AbstractConfig config = read(() -> new ConsumerConfig(all));
    notLess(
        config,
        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
        HEARTBEATS_IN_A_SESSION);
    notLess(
        config,
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        1);
    backoff(config);
  }

  static void requireProducer(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    AbstractConfig config = read(() -> new ProducerConfig(all));
    long attempt =
        config.getLong(ProducerConfig.LINGER_MS_CONFIG)
            + config.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
    require(
        config.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG) >= attempt,
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        "must be at least kafka.linger.ms and kafka.request.timeout.ms, which are " + attempt);
    notLess(config, ProducerConfig.BUFFER_MEMORY_CONFIG, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 1);
    backoff(config);
  }

  private static void backoff(AbstractConfig config) {
    notLess(
        config,
        ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG,
        ProducerConfig.RETRY_BACKOFF_MS_CONFIG,
        1);
  }

  private interface Reading {
    AbstractConfig read();
  }

  private static AbstractConfig read(Reading reading) {
    try {
      return reading.read();
    } catch (ConfigException refused) {
      throw new IllegalArgumentException(
          "a setting under kafka. is not valid: " + refused.getMessage(), refused);
    }
  }

  private static void notLess(AbstractConfig config, String larger, String smaller, int times) {
    long least = number(config, smaller) * times;
    require(
        number(config, larger) >= least,
        larger,
        "must be at least %d, %s kafka.%s"
            .formatted(least, times == 1 ? "which is" : times + " times", smaller));
  }

  private static long number(AbstractConfig config, String name) {
    return ((Number) config.values().get(name)).longValue();
  }

  private static void require(boolean holds, String setting, String what) {
    if (!holds) {
      throw new IllegalArgumentException("kafka." + setting + " " + what);
    }
  }
}
