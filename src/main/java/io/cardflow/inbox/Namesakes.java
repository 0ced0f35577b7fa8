package io.cardflow.inbox;

import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Detects a replica with the same instance id by the client id of its lane. Two such replicas would
 * fence each other's transactions indefinitely. Waiting for a killed predecessor costs nothing: a
 * rebalance waits for silent members too.
 */
final class Namesakes {

  private Namesakes() {}

  /**
   * Requires that no member of the group with precedence has this client id. Call it before a lane
   * joins, and again before it takes its transactions over.
   *
   * @param memberId this lane's own; empty before it has joined: then any other member has
   *     precedence. Of two members that joined at the same moment, the one with the lesser id has
   *     precedence.
   * @throws NamesakeFound if there is such a member
   * @throws KafkaException if the group cannot be described
   */
  static void require(
      Admin admin, String group, String clientId, String memberId, String instanceId) {
    for (MemberDescription member : members(admin, group)) {
      boolean before = memberId.isEmpty() || member.consumerId().compareTo(memberId) < 0;
      if (member.clientId().equals(clientId) && before) {
        throw new NamesakeFound(instanceId, group, member.host().replace("/", ""));
      }
    }
  }

  private static List<MemberDescription> members(Admin admin, String group) {
    try {
      return List.copyOf(
          KafkaAnswer.of(admin.describeConsumerGroups(List.of(group)).all()).get(group).members());
    } catch (GroupIdNotFoundException none) {
      return List.of();
    }
  }
}
