package io.cardflow.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bureau whose login hangs for some time from its first call, and that is slow to process orders.
 * It accepts an order each time it is sent, and counts concurrent requests for the same order.
 */
final class HangingBureau implements AutoCloseable {

  private static final Duration WORK = Duration.ofSeconds(2);
  private static final Pattern CARD = Pattern.compile("\"cardId\":\"([^\"]*)\"");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Duration hangs;
  private final Map<String, AtomicInteger> open = new ConcurrentHashMap<>();
  private final Map<String, String> taken = new ConcurrentHashMap<>();
  private final Set<String> cards = ConcurrentHashMap.newKeySet();
  private final AtomicInteger overlaps = new AtomicInteger();
  private final AtomicInteger hung = new AtomicInteger();
  private long until;

  HangingBureau(Duration hangs) {
    this.hangs = hangs;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.createContext("/oauth2/token", this::logIn);
    server.createContext("/api/order", this::orders);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The number of ordered cards. */
  int ordered() {
    return cards.size();
  }

  /** How often a batch was sent while another request for it was open. */
  int overlaps() {
    return overlaps.get();
  }

  /** The number of logins that hung. */
  int hung() {
    return hung.get();
  }

  private void logIn(HttpExchange exchange) throws IOException {
    long rest = rest();
    if (rest > 0) {
      hung.incrementAndGet();
      LockSupport.parkNanos(rest);
    }
    answer(exchange, 200, "{\"access_token\":\"t\",\"expires_in\":3600}");
  }

  private synchronized long rest() {
    if (until == 0) {
      until = System.nanoTime() + hangs.toNanos();
    }
    return until - System.nanoTime();
  }

  private void orders(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("GET")) {
      String query = exchange.getRequestURI().getQuery();
      String known = query == null ? null : taken.get(query.replace("reference=", ""));
      answer(exchange, known == null ? 404 : 200, known == null ? "" : known);
      return;
    }
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    AtomicInteger requests = open.computeIfAbsent(key, each -> new AtomicInteger());
    if (requests.incrementAndGet() > 1) {
      overlaps.incrementAndGet();
    }
    try {
      LockSupport.parkNanos(WORK.toNanos());
      Matcher card =
          CARD.matcher(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      StringBuilder accepted = new StringBuilder();
      while (card.find()) {
        cards.add(card.group(1));
        accepted
            .append(accepted.isEmpty() ? "" : ",")
            .append("{\"cardId\":\"%s\"}".formatted(card.group(1)));
      }
      String order = "{\"orderId\":\"OD-%s\",\"accepted\":[%s]}".formatted(key, accepted);
      taken.put(key, order);
      answer(exchange, 201, order);
    } finally {
      requests.decrementAndGet();
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
