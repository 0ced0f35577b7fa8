package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.history.History;
import io.cardflow.history.HistoryChecker;
import io.cardflow.history.HistoryReader;
import io.cardflow.servers.Servers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands are partitioned by librdkafka's default partitioner, statuses by Java's. */
class ForeignClientIT {

  private static final int CARDS = 500;

  @Test
  void aCardsEventsStayInOrderAlthoughItsRecordsAreOnDifferentPartitions() {
    try (FaultRun run = new FaultRun(Servers.shared());
        ForeignClient client = new ForeignClient(run.servers().bootstrapServers(), run.topics())) {
      WorkerProcess first = run.worker().awaitReady();
      WorkerProcess second = run.worker().awaitReady();
      for (int step = 0; step < ForeignClient.STEPS; step++) {
        for (int card = 0; card < CARDS; card++) {
          client.send("F-" + card, step);
        }
      }
      client.flush();
      run.awaitAllDone();

      History history =
          HistoryReader.read(run.servers().bootstrapServers(), run.topics(), run.database());
      assertEquals(List.of(), HistoryChecker.violations(history));
      assertTrue(history.deadLetters().isEmpty());
      assertEquals(CARDS, history.cards().size());
      assertEquals(
          CARDS * ForeignClient.STEPS,
          run.count("SELECT count(*) FROM journal WHERE outcome <> 'FORWARDED'"));
      double forwarded =
          first.metric("cardflow_messages_total", "forwarded")
              + second.metric("cardflow_messages_total", "forwarded");
      assertEquals(client.misrouted(), forwarded);
      assertEquals(CARDS * ForeignClient.STEPS, run.ended(), "each record counts once");
      assertTrue(client.misrouted() > CARDS, "the two partitioners differ");
    }
  }
}
