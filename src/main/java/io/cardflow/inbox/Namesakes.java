package io.cardflow.inbox;

import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Looks for a replica that has the same instance id, by the client id of its lane. Two such would
 * fence each other's transactions without end. Waiting for a killed predecessor costs nothing: a
 * group that a member joins waits for the ones that are silent too.
 */
final class Namesakes {

  private Namesakes() {}

  /**
   * Requires that no member of the group has a client id that has the precedence; to be called
   * before a lane joins, and again before it takes its transactions over.
   *
   * @param memberId this lane's own; empty before it has joined: then any other has precedence. Of
   *     two that joined at the same moment the one with the lesser id has.
   * @throws NamesakeFound if one has
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
