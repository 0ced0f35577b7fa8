package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.local.gocards.GoCardsSimulator;
import io.cardflow.ops.Job;
import io.cardflow.servers.ProxiedBroker;
import io.cardflow.servers.Servers;
import io.cardflow.servers.TcpProxy;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Connections that stay open and silent, as behind a firewall that has lost its state table, while
 * new ones work: they are discarded, and everything runs again within a minute.
 */
class HalfOpenIT {

  private static final int POOL = 5;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void silentConnectionsToPostgresqlAreReplaced() {
    freezePostgresql(1);
  }

  @Test
  @Tag("faults")
  void silentConnectionsToPostgresqlAreReplacedTwiceAsOftenAsThePoolHasConnections() {
    freezePostgresql(2 * POOL);
  }

  private static void freezePostgresql(int freezes) {
    try (FaultRun run = new FaultRun(Servers.shared());
        TcpProxy proxy = run.databaseBehindProxy();
        Requests requests = new Requests(run.servers().bootstrapServers(), run.topics())) {
      run.bureau(Duration.ZERO, Duration.ZERO);
      WorkerProcess worker = started(run);
      for (int freeze = 1; freeze <= freezes; freeze++) {
        requests.request(cards(freeze) - 10, cards(freeze) - 5, true);
        // This includes the connections in use by lanes and jobs.
        Awaitility.await("connections are in use").atMost(MINUTE).until(() -> proxy.open() >= 2);
        assertTrue(proxy.freeze() >= 2);
        requests.request(cards(freeze) - 5, cards(freeze), false);
        awaitEverythingRuns(worker, run, cards(freeze));
      }
      run.awaitBureauDone(cards(freezes));
      run.history();
      assertEquals(1, run.logged("started in"), "the same process all along");
    }
  }

  @Test
  @Tag("faults")
  void silentConnectionsToKafkaAndGoCardsAreReplaced() {
    try (ProxiedBroker broker = new ProxiedBroker();
        FaultRun run = new FaultRun(broker.with(Servers.shared()));
        Requests requests = new Requests(broker.bootstrapServers(), run.topics())) {
      GoCardsSimulator bureau = run.bureau(Duration.ZERO, Duration.ZERO);
      try (TcpProxy proxy = new TcpProxy("127.0.0.1", URI.create(bureau.url()).getPort())) {
        run.with("kafka.bootstrap.servers", broker.proxiedBootstrapServers())
            .with("cardflow.gocards.url", "http://127.0.0.1:" + proxy.port())
            .with("cardflow.gocards.timeout", "3s");
        WorkerProcess worker = started(run);
        requests.request(10, true);
        run.awaitBureauDone(10);

        assertTrue(proxy.freeze() > 0);
        assertTrue(broker.proxy().freeze() > 2);
        requests.request(10, 20, true);
        awaitEverythingRuns(worker, run, 20);
        run.awaitBureauDone(20);
        run.history();
        assertEquals(
            20, bureau.ledger().orders().stream().mapToInt(order -> order.cards().size()).sum());
        assertTrue(run.logged("outcome=timeout") > 0, "the bureau did not answer");
        assertEquals(1, run.logged("started in"), "the same process all along");
      }
    }
  }

  /** They do not run while the API is off. */
  private static final Set<Job> OF_THE_API = EnumSet.of(Job.AUDIT, Job.ACTION);

  private static WorkerProcess started(FaultRun run) {
    run.with("quarkus.datasource.reactive.max-size", Integer.toString(POOL))
        .with("cardflow.ordering.every", "1s")
        .with("cardflow.expiry.every", "1s");
    return run.worker().awaitReady();
  }

  private static int cards(int freezes) {
    return 10 * freezes;
  }

  /** Checks jobs by their gauge, lanes by newly decided cards, and both by readiness. */
  private static void awaitEverythingRuns(WorkerProcess worker, FaultRun run, int cards) {
    double frozen = System.currentTimeMillis() / 1_000.0;
    Awaitility.await("everything runs again")
        .atMost(MINUTE)
        .pollInterval(Duration.ofMillis(500))
        .failFast("liveness stays up", () -> worker.status("live") != 200)
        .untilAsserted(
            () -> {
              assertEquals(List.of(), standing(worker, frozen));
              assertEquals(cards, run.count("SELECT count(*) FROM card"));
              assertEquals(200, worker.status("ready"));
            });
  }

  /** The jobs that have not succeeded since then. */
  private static List<String> standing(WorkerProcess worker, double since) {
    return Stream.of(Job.values())
        .filter(job -> !OF_THE_API.contains(job))
        .map(Job::id)
        .filter(
            job ->
                worker.metric("cardflow_job_last_success_seconds", "job=\"" + job + "\"") < since)
        .toList();
  }
}
