package io.cardflow.inbox;

import java.util.List;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.jboss.logging.Logger;

/** Who else is a member of the consumer group. */
final class GroupMembers {

  private static final Logger LOG = Logger.getLogger(GroupMembers.class);

  private final KafkaClients clients;

  GroupMembers(KafkaClients clients) {
    this.clients = clients;
  }

  /** Whether the group has members beside this replica's; false where that cannot be found out. */
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
      LOG.debug("members of the group are not known", unknown);
      return false;
    }
  }
}
