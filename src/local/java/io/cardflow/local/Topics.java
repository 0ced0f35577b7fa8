package io.cardflow.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;

/** The worker's topics with their required settings. */
public record Topics(
    String commands,
    String producerStatus,
    String events,
    String rejections,
    String deadLetters,
    String privacy,
    String audit) {

  /** A dead letter is larger than the received record, so the limit of its topic is higher. */
  private static final String DEAD_LETTER_BYTES = Integer.toString(2 * 1024 * 1024);

  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Duration LEADERS = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** Returns topics whose names have a prefix, such as {@code cardflow}. */
  public static Topics of(String prefix) {
    return new Topics(
        prefix + ".commands",
        prefix + ".producer-status",
        prefix + ".events",
        prefix + ".rejections",
        prefix + ".dead-letters",
        prefix + ".privacy",
        prefix + ".audit");
  }

  /** The names of all topics. */
  public List<String> all() {
    return List.of(commands, producerStatus, events, rejections, deadLetters, privacy, audit);
  }

  /**
   * Creates missing topics.
   *
   * @param partitions number of partitions per topic; one for requests to erase data
   */
  public void create(String bootstrapServers, int partitions) {
    create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), partitions);
  }

  /** The same with further client settings, such as credentials. */
  public void create(Map<String, Object> client, int partitions) {
    try (Admin admin = Admin.create(client)) {
      Set<String> existing = answer(admin.listTopics().names());
      List<NewTopic> missing = new ArrayList<>();
      for (String name : all()) {
        if (!existing.contains(name)) {
          int count = name.equals(privacy) ? 1 : partitions;
          missing.add(new NewTopic(name, count, (short) 1).configs(settings(name)));
        }
      }
      answer(admin.createTopics(missing).all());
      awaitLeaders(admin, missing);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("the topics cannot be created", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }

  /**
   * Inbound topics are uncompressed, so that their limit applies to uncompressed records. They keep
   * the sender's timestamp for messages without a time; on the other topics the broker sets the
   * time of publication.
   */
  private Map<String, String> settings(String name) {
    if (name.equals(commands) || name.equals(producerStatus) || name.equals(privacy)) {
      return Map.of(TopicConfig.COMPRESSION_TYPE_CONFIG, "uncompressed");
    }
    Map<String, String> settings = new HashMap<>();
    settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    if (name.equals(deadLetters)) {
      settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, DEAD_LETTER_BYTES);
    }
    return settings;
  }

  private static <T> T answer(KafkaFuture<T> asked)
      throws ExecutionException, InterruptedException {
    try {
      return asked.get(ANSWER.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new IllegalStateException("the broker has not answered for " + ANSWER, late);
    }
  }

  /**
   * Queries the end of each new partition, which requires its leader: an idempotent producer whose
   * first batch arrives before the leader is elected can get stuck on the sequence of its batches.
   */
  private static void awaitLeaders(Admin admin, List<NewTopic> topics)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (NewTopic topic : topics) {
      for (int partition = 0; partition < topic.numPartitions(); partition++) {
        ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
      }
    }
    long until = System.nanoTime() + LEADERS.toNanos();
    while (true) {
      try {
        answer(admin.listOffsets(ends).all());
        return;
      } catch (ExecutionException unknownYet) {
        if (!(unknownYet.getCause() instanceof RetriableException) || System.nanoTime() > until) {
          throw unknownYet;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }
}
