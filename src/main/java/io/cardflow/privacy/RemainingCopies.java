package io.cardflow.privacy;

import io.cardflow.domain.ErasureRequest;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.Deadline;
import io.cardflow.ops.kafka.ClientSettings;
import io.cardflow.wire.RemainingCopy;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jboss.logging.Logger;

/**
 * Where copies of erased data may be left, and how long. A record of a topic is gone when its
 * retention has passed since its segment was closed.
 */
@Singleton
class RemainingCopies {

  private static final Logger LOG = Logger.getLogger(RemainingCopies.class);

  private static final Duration CLOSE = Duration.ofSeconds(1);

  /** Later days, such as of a topic that keeps its records for good, count as not known. */
  private static final Duration CENTURY = Duration.ofDays(36_525);

  private final Map<String, Object> operator;
  private final CardflowConfig config;

  RemainingCopies(
      @Identifier("default-kafka-broker") Map<String, Object> operator, CardflowConfig config) {
    this.operator = operator;
    this.config = config;
  }

  /**
   * The places that may hold copies of data that was erased.
   *
   * @param at when it was erased
   */
  Uni<List<RemainingCopy>> after(ErasureRequest.Kind kind, Instant at) {
    return Uni.createFrom()
        .item(() -> copies(kind, at))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  private List<RemainingCopy> copies(ErasureRequest.Kind kind, Instant at) {
    List<RemainingCopy> copies = new ArrayList<>();
    try (OpenAdmin admin = new OpenAdmin(Admin.create(ClientSettings.admin(operator)))) {
      for (String topic : topics(kind)) {
        copies.add(new RemainingCopy(topic, lastDay(at, admin.retention(topic))));
      }
    }
    copies.add(
        new RemainingCopy(
            "database backups and archived WAL",
            lastDay(at, config.retention().backups().orElse(null))));
    copies.add(new RemainingCopy("database files until VACUUM FULL rewrites them", null));
    return copies;
  }

  private List<String> topics(ErasureRequest.Kind kind) {
    CardflowConfig.Topics topics = config.topics();
    return switch (kind) {
      case HOLDER ->
          List.of(
              topics.commands(),
              topics.events(),
              topics.rejections(),
              topics.deadLetters(),
              topics.privacy());
      case DELIVERY -> List.of(topics.commands(), topics.deadLetters(), topics.privacy());
    };
  }

  private static LocalDate lastDay(Instant at, Duration kept) {
    return kept == null || kept.compareTo(CENTURY) > 0
        ? null
        : at.plus(kept).atOffset(ZoneOffset.UTC).toLocalDate();
  }

  /** An admin client whose close does not wait for a silent broker. */
  private record OpenAdmin(Admin admin) implements AutoCloseable {

    /** How long a topic keeps a record; null if not known. */
    Duration retention(String topic) {
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
      KafkaFuture<Config> asked = admin.describeConfigs(List.of(resource)).values().get(resource);
      try {
        Config config = Deadline.ADMIN.await(asked);
        String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
        long retention = millis(config, TopicConfig.RETENTION_MS_CONFIG);
        return retention < 0 || policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)
            ? null
            : Duration.ofMillis(retention)
                .plusMillis(millis(config, TopicConfig.SEGMENT_MS_CONFIG));
      } catch (ExecutionException | RuntimeException failed) {
        LOG.debugf(failed, "topic settings unknown topic=%s", topic);
        return null;
      }
    }

    private static long millis(Config config, String setting) {
      return Long.parseLong(config.get(setting).value());
    }

    @Override
    public void close() {
      admin.close(CLOSE);
    }
  }
}
