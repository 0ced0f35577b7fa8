package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.history.History;
import io.cardflow.history.HistoryChecker;
import io.cardflow.history.HistoryReader;
import io.cardflow.servers.Servers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two cards for each holder, asked for at once on three replicas: one is given, one refused. */
class OneHolderIT {

  private static final int HOLDERS = 500;

  @Test
  void aHolderGetsOneCardHoweverManyReplicasDecide() {
    try (FaultRun run = new FaultRun(Servers.shared());
        Pool pool = new Pool(run)) {
      for (int replica = 0; replica < 3; replica++) {
        run.worker();
      }
      pool.fill(2 * HOLDERS);
      run.awaitAllDone();

      for (int card = 0; card < 2 * HOLDERS; card++) {
        pool.assign("P-" + card, "H-" + card % HOLDERS);
      }
      pool.flush();
      run.awaitAllDone();

      History history =
          HistoryReader.read(run.servers().bootstrapServers(), run.topics(), run.database());
      assertEquals(List.of(), HistoryChecker.violations(history));
      assertEquals(HOLDERS, run.count("SELECT count(*) FROM card WHERE state = 'ASSIGNED'"));
      assertEquals(HOLDERS, run.count("SELECT count(DISTINCT holder_id) FROM card"));
      assertEquals(HOLDERS, history.rejections().size());
      history
          .rejections()
          .forEach(each -> assertEquals("HOLDER_HAS_CARD", each.data().path("code").asText()));
    }
  }
}
