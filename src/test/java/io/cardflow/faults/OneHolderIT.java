package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.history.History;
import io.cardflow.servers.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Two cards for each holder, assigned at the same time by three replicas: each holder gets one. */
class OneHolderIT {

  private static final int HOLDERS = 500;
  private static final int REPLICAS = 3;

  @Test
  void aHolderGetsOneOfTwoCardsAssignedAtTheSameTime() {
    try (FaultRun run = new FaultRun(Servers.shared());
        Pool pool = new Pool(run)) {
      List<WorkerProcess> replicas = new ArrayList<>();
      for (int replica = 0; replica < REPLICAS; replica++) {
        replicas.add(run.worker());
      }
      replicas.forEach(WorkerProcess::awaitReady);
      GroupInspector membership = new GroupInspector(run);
      Awaitility.await("each replica has partitions")
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  membership.partitions("replica-0") > 0
                      && membership.partitions("replica-1") > 0
                      && membership.partitions("replica-2") > 0);
      pool.fill(2 * HOLDERS);
      List<Double> before = replicas.stream().map(OneHolderIT::applied).toList();

      // Two cards for each holder, assigned in direct succession, in any partitions.
      for (int card = 0; card < 2 * HOLDERS; card++) {
        pool.assign(card, "H-" + card / 2);
      }
      pool.settle();
      History history = run.history();

      assertEquals(HOLDERS, run.count("SELECT count(*) FROM card WHERE state = 'ASSIGNED'"));
      assertEquals(
          HOLDERS,
          run.count("SELECT count(DISTINCT holder_id) FROM card WHERE state = 'ASSIGNED'"));
      assertEquals(
          HOLDERS,
          history.rejections().stream()
              .filter(each -> each.data().path("code").asText().equals("HOLDER_HAS_CARD"))
              .count());
      assertEquals(HOLDERS, history.rejections().size());
      assertEquals(pool.sent(), run.ended(), "each record counts once");
      for (int replica = 0; replica < REPLICAS; replica++) {
        assertTrue(
            applied(replicas.get(replica)) > before.get(replica), replica + " assigned no card");
      }
    }
  }

  private static double applied(WorkerProcess replica) {
    return replica.metric("cardflow_messages_total", "outcome=\"applied\"");
  }
}
