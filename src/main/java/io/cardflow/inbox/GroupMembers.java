package io.cardflow.inbox;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;

/** Who else is a member of the consumer group. */
final class GroupMembers {

  private static final int SECONDS = 10;

  private final KafkaClients clients;

  GroupMembers(KafkaClients clients) {
    this.clients = clients;
  }

  /** Whether the group has members beside this replica's; false where that cannot be found out. */
  boolean hasOthers() {
    try (Admin admin = clients.admin()) {
      ConsumerGroupDescription group =
          admin
              .describeConsumerGroups(List.of(clients.groupId()))
              .describedGroups()
              .get(clients.groupId())
              .get(SECONDS, TimeUnit.SECONDS);
      return group.members().stream().anyMatch(member -> !clients.isOwn(member.clientId()));
    } catch (ExecutionException | TimeoutException unknown) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
