package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two lanes have the same transactional id only if they are the same lane. */
class ClientIdsTest {

  @Test
  void idsOfDifferentGroupsInstancesOrLanesDiffer() {
    List<String> parts =
        List.of("cardflow", "a", "a-0", "0", "0-0", "-", "cardflow-a", "cardflow-0", "a.b", "a_b");
    List<String> groups = List.of("@", "cardflow-0@a", "cardflow-0@0-0", "a-0@");
    Map<String, String> seen = new HashMap<>();
    for (String group : join(parts, groups)) {
      for (String instance : parts) {
        for (int lane : new int[] {0, 1, 10}) {
          String id = new ClientIds(group, instance).of(lane);
          String other = seen.put(id, group + " | " + instance + " | " + lane);
          assertNull(other, id);
        }
      }
    }
  }

  @Test
  void theyBeginWithThePrefixOfTheWorkersAcl() {
    assertTrue(new ClientIds("cardflow", "pod-7").of(0).startsWith("cardflow-"));
  }

  @Test
  void anInstanceIdWithTheSeparatorIsRejected() {
    assertThrows(IllegalArgumentException.class, () -> new ClientIds("cardflow", "a@b"));
  }

  private static List<String> join(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }
}
