package io.cardflow.servers;

import io.cardflow.local.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The progress of a test's group, which by convention has the name of the topic of commands. */
public final class GroupProgress {

  private GroupProgress() {}

  /** Whether the group is at the end of both inbound topics and no transaction is open. */
  public static boolean nothingWaits(String bootstrapServers, Topics topics) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      Map<TopicPartition, OffsetSpec> all = new HashMap<>();
      for (int number = 0; number < Servers.PARTITIONS; number++) {
        all.put(new TopicPartition(topics.commands(), number), OffsetSpec.latest());
        all.put(new TopicPartition(topics.producerStatus(), number), OffsetSpec.latest());
      }
      Map<TopicPartition, OffsetAndMetadata> committed = committed(admin, topics);
      return admin.listOffsets(all).all().get().entrySet().stream()
          .allMatch(
              end ->
                  committed.get(end.getKey()) != null
                      && committed.get(end.getKey()).offset() == end.getValue().offset());
    } catch (ExecutionException busy) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> committed(Admin admin, Topics topics)
      throws ExecutionException, InterruptedException {
    return admin
        .listConsumerGroupOffsets(
            topics.commands(), new ListConsumerGroupOffsetsOptions().requireStable(true))
        .partitionsToOffsetAndMetadata()
        .get();
  }
}
