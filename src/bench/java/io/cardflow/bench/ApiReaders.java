package io.cardflow.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.api.Issuer;
import io.cardflow.local.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Callers of the API: they send requests of every kind in turn, each when it is due, and keep event
 * streams open.
 */
final class ApiReaders implements AutoCloseable {

  /** The roles that may read everything. */
  private static final String[] ROLES = {"viewer", "operator", "privacy", "admin"};

  /** The answer about a message that never came. */
  private static final int NOT_FOUND = 404;

  private static final int CALLERS = 16;
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

  private record Request(String kind, String path, String body) {}

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(LONGEST)
          .executor(Executors.newFixedThreadPool(2, ApiReaders::daemon))
          .build();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(ApiReaders::daemon);
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS, ApiReaders::daemon);
  private final Map<String, ConcurrentLinkedQueue<Double>> samples = new ConcurrentHashMap<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger events = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
  private final URI base;
  private final String token = Issuer.shared().token("bench", ROLES);
  private volatile boolean measured;

  ApiReaders(int port) {
    base = URI.create("http://127.0.0.1:" + port);
  }

  /**
   * Sends requests until this is closed.
   *
   * @param perSecond the number of requests, of all kinds in turn
   * @param cards ids of cards with a long history
   */
  void read(int perSecond, List<String> cards, Topics topics) {
    List<List<Request>> rounds = cards.stream().map(card -> requests(card, topics)).toList();
    long period = TimeUnit.SECONDS.toNanos(1) / perSecond;
    clock.scheduleAtFixedRate(
        () -> {
          long due = System.nanoTime();
          int number = turn.getAndIncrement();
          List<Request> round = rounds.get(number / rounds.get(0).size() % rounds.size());
          callers.execute(() -> send(round.get(number % round.size()), due));
        },
        0,
        period,
        TimeUnit.NANOSECONDS);
  }

  /** Requests from now on count; those before have warmed the code up. */
  void measure() {
    measured = true;
  }

  /** Waits until so many requests were answered. */
  void await(int requests) {
    long latest = System.nanoTime() + LONGEST.multipliedBy(4).toNanos();
    while (answered.get() < requests) {
      if (System.nanoTime() > latest) {
        throw new IllegalStateException("the API does not answer: " + faults.peek());
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** Opens event streams, which end with the contestant. */
  void stream(int count) {
    for (int number = 0; number < count; number++) {
      http.sendAsync(
              request("/api/changes").GET().build(),
              BodyHandlers.fromLineSubscriber(new Follower()))
          .thenAccept(
              ended -> {
                if (ended.statusCode() != 200) {
                  faults.add("stream: " + ended.statusCode());
                }
              });
    }
  }

  /** Counts the events of a stream. */
  private final class Follower implements Flow.Subscriber<String> {

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
      if (line.startsWith("data:")) {
        events.incrementAndGet();
      }
    }

    @Override
    public void onError(Throwable ended) {
      // The contestant has stopped.
    }

    @Override
    public void onComplete() {
      // The contestant stops.
    }
  }

  /** The number of events that all streams have received. */
  int events() {
    return events.get();
  }

  /**
   * The milliseconds from when each request was due until its answer was complete, by kind.
   *
   * @throws IllegalStateException if an answer was an error
   */
  Map<String, List<Double>> samples() {
    if (!faults.isEmpty()) {
      throw new IllegalStateException(
          "%d requests failed, such as: %s".formatted(faults.size(), faults.peek()));
    }
    Map<String, List<Double>> all = new LinkedHashMap<>();
    samples.keySet().stream()
        .sorted()
        .forEach(kind -> all.put(kind, samples.get(kind).stream().sorted().toList()));
    return all;
  }

  private static List<Request> requests(String card, Topics topics) {
    List<Request> all = new ArrayList<>();
    all.add(get("a card", "/api/cards/" + card));
    all.add(get("a card's history", "/api/cards/%s/history".formatted(card)));
    all.add(
        get(
            "a message by id",
            "/api/cards/%s/messages?source=%s&id=none".formatted(card, encoded("/iam"))));
    all.add(get("a message by position", "/api/messages/%s/0/0".formatted(topics.commands())));
    all.add(get("cards, first page", "/api/cards?limit=50"));
    all.add(get("cards, a later page", "/api/cards?limit=50&next"));
    all.add(get("cards in REQUESTED", "/api/cards?state=REQUESTED&limit=50"));
    all.add(get("cards in LOCKED", "/api/cards?state=LOCKED&limit=50"));
    all.add(get("cards in UNASSIGNED", "/api/cards?state=UNASSIGNED&limit=50"));
    all.add(get("cards of a layout", "/api/cards?layoutId=visitor&limit=50"));
    all.add(get("overdue cards", "/api/cards?overdue=true&limit=50"));
    all.add(search("search for a holder", "holderId", "user-2000-7"));
    all.add(search("search for the bureau's card", "producerCardId", "CAa0-" + 100));
    all.add(search("search for a tracking number", "trackingNumber", "TNa0-" + 100));
    all.add(get("orders", "/api/orders?limit=50"));
    all.add(get("summary", "/api/summary"));
    all.add(get("rejections", "/api/rejections?limit=50"));
    all.add(get("dead letters", "/api/dead-letters?limit=50"));
    all.add(get("page: overview", "/"));
    all.add(get("page: cards", "/cards?state=LOCKED"));
    all.add(get("page: overdue", "/cards?overdue=true"));
    all.add(get("page: a card", "/cards/" + card));
    all.add(get("page: orders", "/orders"));
    all.add(get("page: pool", "/pool"));
    all.add(get("page: log", "/log"));
    return all;
  }

  private static Request get(String kind, String path) {
    return new Request(kind, path, null);
  }

  private static Request search(String kind, String by, String name) {
    return new Request(kind, "/api/cards/search", "{\"%s\":\"%s\"}".formatted(by, name));
  }

  private void send(Request request, long due) {
    try {
      boolean counted = measured;
      String path = request.path();
      long begun = due;
      if (path.endsWith("&next")) {
        path = next(path.substring(0, path.length() - "&next".length()));
        begun = System.nanoTime();
      }
      HttpRequest.Builder call = request(path);
      if (request.body() != null) {
        call.header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(request.body()));
      }
      int status = http.send(call.build(), BodyHandlers.ofByteArray()).statusCode();
      if (status != 200 && status != NOT_FOUND) {
        faults.add(request.kind() + ": " + status);
      } else if (counted) {
        samples
            .computeIfAbsent(request.kind(), none -> new ConcurrentLinkedQueue<>())
            .add((System.nanoTime() - begun) / 1e6);
      }
      answered.incrementAndGet();
    } catch (IOException failed) {
      faults.add(request.kind() + ": " + failed);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private String next(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> first = http.send(request(path).build(), BodyHandlers.ofByteArray());
    Matcher link = NEXT.matcher(first.headers().firstValue("Link").orElse(""));
    if (!link.find()) {
      throw new IOException("no next page, status " + first.statusCode());
    }
    return link.group(1);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(LONGEST)
        .header("Authorization", "Bearer " + token);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "api-reader");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    callers.shutdown();
    try {
      callers.awaitTermination(LONGEST.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
