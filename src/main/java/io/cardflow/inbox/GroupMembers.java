package io.cardflow.inbox;

import java.util.List;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.jboss.logging.Logger;

/** Finds the other members of the consumer group. */
final class GroupMembers {

  private static final Logger LOG = Logger.getLogger(GroupMembers.class);

  private final KafkaClients clients;

  GroupMembers(KafkaClients clients) {
    this.clients = clients;
  }

  /** Whether the group has members besides this replica's; false if that is unknown. */
  boolean hasOthers() {
    try (OpenAdmin open = new OpenAdmin(clients)) {
      ConsumerGroupDescription group =
          KafkaAnswer.of(
              open.admin()
                  .describeConsumerGroups(List.of(clients.groupId()))
                  .describedGroups()
                  .get(clients.groupId()));
      return group.members().stream().anyMatch(member -> !clients.isOwn(member.clientId()));
    } catch (RuntimeException unknown) {
      LOG.debug("group members unknown", unknown);
      return false;
    }
  }
}
