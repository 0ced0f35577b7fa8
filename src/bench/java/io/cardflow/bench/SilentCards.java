package io.cardflow.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cardflow.local.Topics;
import io.cardflow.servers.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures what it costs to ask the bureau about silent cards: the latency at a steady rate while
 * the questions about all cards of accepted orders are due, and while none is.
 */
final class SilentCards implements Part {

  private static final int RATE = 2_000;
  private static final int ORDER = 500;

  /** Ordering is paused, so that the cards of the load are not ordered. */
  private static final String FILL =
      """
      INSERT INTO ordering_closure (reason, detail) VALUES ('PAUSE', 'benchmark');
      INSERT INTO order_batch (id, status, layout_id, delivery, cards, collected_at, order_id)
      SELECT 'S-' || b, 'CLOSED', 'visitor', '{}', %2$d, now() - interval '3 days', 'OD' || b
      FROM generate_series(0, (%1$d - 1) / %2$d) AS b;
      INSERT INTO card (id, version, state, since, assignments, batch_id, order_id,
        producer_card_id)
      SELECT 'SC-' || i, 3, 'ORDERED', now() - interval '2 days', 0, 'S-' || i / %2$d,
        'OD' || i / %2$d, 'CA' || i
      FROM generate_series(0, %1$d - 1) AS i;
      INSERT INTO order_card (card_id, batch_id, accepted, producer_card_id)
      SELECT id, batch_id, true, producer_card_id FROM card
      """;

  private final int cards = BenchSettings.number("silent.cards", 100_000);
  private final int pace = BenchSettings.number("silent.pace", 20);
  private final int seconds = BenchSettings.number("latency.seconds", 20);
  private final List<Latency.Figures> with = new ArrayList<>();
  private final List<Latency.Figures> without = new ArrayList<>();
  private final List<Double> calls = new ArrayList<>();

  @Override
  public Section run(Platform platform) {
    Database database = platform.freshDatabase(true);
    Sql.execute(database, FILL.formatted(cards, ORDER));
    platform.administer(database.name(), "VACUUM (FREEZE, ANALYZE)", "CHECKPOINT");
    try (Bureau bureau = new Bureau()) {
      for (int round = 1; round <= BenchSettings.rounds(); round++) {
        for (boolean due : round % 2 == 0 ? List.of(true, false) : List.of(false, true)) {
          (due ? with : without).add(measure(platform, database, bureau, due, round));
        }
      }
    }
    platform.forget(database);
    Spread rates = Spread.of(calls);
    String text =
        "| %,d messages/s | p50 ms | p99 ms | p99, least to most |\n|---|---|---|---|\n"
                .formatted(RATE)
            + line("%,d silent cards".formatted(cards), with)
            + line("no question is due", without)
            + "\nCalls per second: %.1f to %.1f, allowed: %d.\n"
                .formatted(rates.least(), rates.most(), pace);
    return new Section(
        "Silent cards",
        text,
        List.of(
            Goal.atMost(
                1.1,
                "p99 at 2,000/s while %,d silent cards are asked about / undisturbed"
                    .formatted(cards),
                p99(with).median() / p99(without).median()),
            Goal.atMost(1.05, "calls per second / the setting", rates.most() / pace)));
  }

  private Latency.Figures measure(
      Platform platform, Database database, Bureau bureau, boolean due, int round) {
    Sql.execute(
        database,
        "UPDATE order_card SET due_at = now() + interval '%s'".formatted(due ? "0 s" : "1 day"),
        "UPDATE question_pace SET next_at = now()");
    platform.administer(database.name(), "VACUUM (ANALYZE) order_card", "CHECKPOINT");
    Entry entry =
        Entry.of(Contestant.CARDFLOW)
            .titled(due ? "with questions" : "without")
            .setting("cardflow.gocards.url", bureau.url())
            .setting("cardflow.gocards.auth", "login")
            .setting("cardflow.gocards.client-id", "bench")
            .setting("cardflow.gocards.client-secret", "bench")
            .setting("cardflow.gocards.organisation-id", "bench")
            .setting("cardflow.gocards.look-ups-per-second", Integer.toString(pace));
    String name = (due ? "with" : "without") + round;
    return LatencyRun.of(
            platform,
            entry,
            List.of(RATE),
            seconds,
            "silent-" + name,
            database,
            name + "-",
            Judge.PUBLISHED,
            due ? new Counted(bureau) : LatencyRun.Beside.NOTHING)
        .get(RATE);
  }

  private static String line(String title, List<Latency.Figures> seen) {
    return "| %s | %.1f | %.1f | %.1f to %.1f |\n"
        .formatted(
            title,
            Spread.of(seen.stream().map(Latency.Figures::p50).toList()).median(),
            p99(seen).median(),
            p99(seen).least(),
            p99(seen).most());
  }

  private static Spread p99(List<Latency.Figures> seen) {
    return Spread.of(seen.stream().map(Latency.Figures::p99).toList());
  }

  /** Measures the calls per second. */
  private final class Counted implements LatencyRun.Beside {

    private final Bureau bureau;
    private long before;
    private long begun;

    private Counted(Bureau bureau) {
      this.bureau = bureau;
    }

    @Override
    public void begin(Replicas contestant, Topics topics) {
      before = bureau.questions.sum();
      begun = System.nanoTime();
    }

    @Override
    public void end(Replicas contestant) {
      double rate = (bureau.questions.sum() - before) / ((System.nanoTime() - begun) / 1e9);
      if (rate < pace / 2.0) {
        throw new IllegalStateException("asked only %.1f times a second".formatted(rate));
      }
      calls.add(rate);
    }
  }

  /** A bureau at which nothing happens. */
  private static final class Bureau implements AutoCloseable {

    private final LongAdder questions = new LongAdder();
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final HttpServer server;

    private Bureau() {
      try {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
      server.setExecutor(threads);
      server.createContext(
          "/login",
          call ->
              answer(
                  call,
                  "{\"result\":true,\"token\":\"bench\",\"validUntil\":\"2999-01-01T00:00:00Z\"}"));
      server.createContext(
          "/api/card/",
          call -> {
            questions.increment();
            String id = call.getRequestURI().getPath().substring("/api/card/".length());
            answer(call, "{\"cardId\":\"" + id + "\"}");
          });
      server.start();
    }

    private String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void answer(HttpExchange call, String json) throws IOException {
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      call.getRequestBody().readAllBytes();
      call.getResponseHeaders().set("Content-Type", "application/json");
      call.sendResponseHeaders(200, body.length);
      call.getResponseBody().write(body);
      call.close();
    }

    @Override
    public void close() {
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
