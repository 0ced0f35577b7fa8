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

/** The worker's five topics, as a platform has to make them. */
public record Topics(
    String commands, String producerStatus, String events, String rejections, String deadLetters) {

  /** A dead letter is what was received and a little more, so its topic takes more. */
  private static final String DEAD_LETTER_BYTES = Integer.toString(2 * 1024 * 1024);

  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Duration LEADERS = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** Topics whose names begin with a prefix, such as {@code cardflow}. */
  public static Topics of(String prefix) {
    return new Topics(
        prefix + ".commands",
        prefix + ".producer-status",
        prefix + ".events",
        prefix + ".rejections",
        prefix + ".dead-letters");
  }

  /**
   * Creates those that do not exist.
   *
   * @param partitions how many each gets
   */
  public void create(String bootstrapServers, int partitions) {
    create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), partitions);
  }

  /** The same on a broker that asks for more than its address. */
  public void create(Map<String, Object> client, int partitions) {
    try (Admin admin = Admin.create(client)) {
      Set<String> existing = answer(admin.listTopics().names());
      List<NewTopic> missing = new ArrayList<>();
      for (String name : List.of(commands, producerStatus, events, rejections, deadLetters)) {
        if (!existing.contains(name)) {
          missing.add(new NewTopic(name, partitions, (short) 1).configs(settings(name)));
        }
      }
      answer(admin.createTopics(missing).all());
      awaitLeaders(admin, missing);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("the topics cannot be made", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }

  /**
   * Records wait on an inbound topic as large as they are read, so that its limit holds for what a
   * compressed batch unpacks to. A sender's timestamp stays there, for a message that has no time;
   * on the others the broker's clock tells when a record was published.
   */
  private Map<String, String> settings(String name) {
    if (name.equals(commands) || name.equals(producerStatus)) {
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
   * Asks each new partition for its end, which only its leader can tell: an idempotent producer
   * whose first batch comes before the leader is there can get stuck on the order of its batches.
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
