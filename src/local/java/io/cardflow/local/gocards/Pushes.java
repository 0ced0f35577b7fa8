package io.cardflow.local.gocards;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.local.gocards.Ledger.Status;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts the published events about cards to the worker, signed as Standard Webhooks specifies, with
 * the configured faults. What is not answered with 2xx is sent again, with growing pauses. The
 * topics other than {@code CARD_ACTIVATED} are assumed.
 */
final class Pushes {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final int MOST_ATTEMPTS = 50;
  private static final String WRONG = "d3Jvbmctc2VjcmV0LW9mLXRoZS1zaW11bGF0b3I=";

  private final SimulatorSettings settings;
  private final Dice dice;
  private final ScheduledExecutorService clock;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final AtomicInteger delivered = new AtomicInteger();

  /** Events of shuffled orders, held back until the order is shipped. */
  private final Map<String, List<String>> shuffled = new ConcurrentHashMap<>();

  Pushes(SimulatorSettings settings, Dice dice, ScheduledExecutorService clock) {
    this.settings = settings;
    this.dice = dice;
    this.clock = clock;
  }

  /** Returns the number of events that the worker has taken. */
  int delivered() {
    return delivered.get();
  }

  /** Pushes a step of cards of an order. */
  void push(BureauOrder order, Status step, List<String> cards) {
    if (settings.pushUrl() == null || (step != Status.PRODUCED && step != Status.SHIPPED)) {
      return;
    }
    List<String> events = new ArrayList<>();
    for (String card : cards) {
      JsonObject info = order.info(card, settings.zone());
      String topic = step == Status.PRODUCED ? "CARD_PRODUCED" : "CARD_DELIVERED";
      add(events, event(topic, info));
      if (step == Status.SHIPPED) {
        later(settings.shipAfter(), () -> post(event("CARD_ACTIVATED", activated(info)), 1));
      }
    }
    deliver(order.orderId(), step, events);
  }

  private void add(List<String> events, String event) {
    if (dice.hits(BureauFault.NOTICE_LOST)) {
      return;
    }
    if (dice.hits(BureauFault.NOTICE_LATE)) {
      later(settings.lateBy(), () -> post(event, 1));
      return;
    }
    events.add(event);
    if (dice.hits(BureauFault.NOTICE_TWICE)) {
      events.add(event);
    }
  }

  private void deliver(String order, Status step, List<String> events) {
    if (step == Status.PRODUCED && dice.hits(BureauFault.NOTICES_SHUFFLED)) {
      shuffled.putIfAbsent(order, new ArrayList<>());
    }
    List<String> keptBack = shuffled.get(order);
    if (keptBack != null) {
      keptBack.addAll(events);
      if (step != Status.SHIPPED) {
        return;
      }
      shuffled.remove(order);
      dice.shuffle(keptBack);
    }
    (keptBack == null ? events : keptBack)
        .forEach(event -> later(Duration.ZERO, () -> post(event, 1)));
  }

  private JsonObject activated(JsonObject info) {
    return info.copy()
        .put("activated", BureauOrder.TIME.format(LocalDateTime.ofInstant(now(), settings.zone())));
  }

  private String event(String topic, JsonObject info) {
    return new JsonObject()
        .put("eventId", "E" + UUID.randomUUID())
        .put("created", BureauOrder.TIME.format(LocalDateTime.ofInstant(now(), settings.zone())))
        .put("apiVersion", "2.0.0")
        .put("topic", topic)
        .put("data", info)
        .encode();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // What came of it is handled by the last stage.
  private void post(String event, int attempt) {
    String id = "msg_" + UUID.nameUUIDFromBytes(event.getBytes(UTF_8));
    String time = Long.toString(now().getEpochSecond());
    String secret = dice.hits(BureauFault.PUSH_WRONGLY_SIGNED) ? WRONG : settings.pushSecret();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(settings.pushUrl()))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", time)
            .header("webhook-signature", "v1," + sign(secret, id + "." + time + "." + event))
            .POST(BodyPublishers.ofString(event))
            .build();
    client
        .sendAsync(request, BodyHandlers.discarding())
        .whenComplete(
            (answer, failed) -> {
              if (failed == null && answer.statusCode() / 100 == 2) {
                delivered.incrementAndGet();
              } else if (attempt < MOST_ATTEMPTS) {
                later(pause(attempt), () -> post(event, attempt + 1));
              }
            });
  }

  private static Duration pause(int attempt) {
    Duration pause = Duration.ofMillis(500L << Math.min(attempt, 10));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private static String sign(String secret, String content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Instant now() {
    return Instant.now();
  }

  @SuppressWarnings(
      "FutureReturnValueIgnored") // A simulator that stops drops what it has not sent.
  private void later(Duration delay, Runnable work) {
    if (!clock.isShutdown()) {
      clock.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
