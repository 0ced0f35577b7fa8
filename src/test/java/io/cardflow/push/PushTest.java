package io.cardflow.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.Metric;
import io.cardflow.servers.Servers;
import io.cardflow.servers.ServersResource;
import io.cardflow.store.PushedEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed events of the bureau move their cards, in a worker without the API. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@QuarkusTestResource(value = PushTest.Signed.class, restrictToAnnotatedClass = true)
class PushTest {

  private static final String PRODUCED =
      "IN_PRODUCTION 4 08:36:12.123"
          + " [{\"type\":\"TRANSLATION_MIFARE_HEX_MSB\",\"value\":\"0A1B2C3D\"}]";
  private static final String DELIVERED =
      "PRODUCED 5 08:36:12.123 09:00"
          + " [{\"type\":\"TRANSLATION_MIFARE_HEX_MSB\",\"value\":\"0A1B2C3D\"}]";

  private static final AtomicInteger TESTS = new AtomicInteger();

  @TestHTTPResource("/")
  URI base;

  @Inject AgroalDataSource source;
  @Inject CardflowConfig config;
  @Inject MeterRegistry registry;

  private final String card = "P-" + TESTS.incrementAndGet();
  private final String bureauCard = "CA-" + card;
  private PushedDatabase database;
  private Pusher bureau;

  /** Settings of a push with signatures. */
  public static final class Signed implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
      return Map.of(
          "cardflow.gocards.push.enabled", "true",
          "cardflow.gocards.push.auth", "signature",
          "cardflow.gocards.push.secrets", Pusher.SECRET + "," + Pusher.NEXT_SECRET);
    }

    @Override
    public void stop() {
      // There is nothing to stop.
    }
  }

  @BeforeEach
  void begin() {
    database = new PushedDatabase(source);
    bureau = new Pusher(base);
  }

  @Test
  void anEventGivesItsCardTheStatusesThatItLacks() {
    database.ordered(card);

    assertEquals(202, bureau.push(Pusher.event("CARD_PRODUCED", Pusher.produced(bureauCard))));
    database.awaitCard(PRODUCED, card);
    assertEquals(202, bureau.push(Pusher.event("CARD_DELIVERED", Pusher.delivered(bureauCard))));
    database.awaitCard(DELIVERED, card);
  }

  @Test
  void aDeliveredEventImpliesTheStepsBeforeIt() {
    database.ordered(card);

    assertEquals(202, bureau.push(Pusher.event("CARD_ACTIVATED", Pusher.delivered(bureauCard))));

    database.awaitCard(DELIVERED, card);
  }

  @Test
  void when202ArrivesKafkaHasTheStatuses() {
    database.ordered(card);
    long before = statuses();

    assertEquals(202, bureau.push(Pusher.event("CARD_PRODUCED", Pusher.produced(bureauCard))));

    assertEquals(before + 2, statuses(), "ProductionStarted and CardProduced");
  }

  @Test
  void repeatedAndShuffledEventsChangeNothingMore() {
    database.ordered(card);
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      events.add(Pusher.event("CARD_CREATED", Pusher.card(bureauCard, "")));
      events.add(Pusher.event("CARD_PRODUCED", Pusher.produced(bureauCard)));
      events.add(Pusher.event("CARD_DELIVERED", Pusher.delivered(bureauCard)));
    }
    Collections.shuffle(events, new Random(7));

    events.forEach(event -> assertEquals(202, bureau.push(event)));
    database.awaitCard(DELIVERED, card);
    events.forEach(event -> assertEquals(202, bureau.push(event)));
    awaitAllRead();

    assertEquals(DELIVERED, database.card(card));
    assertEquals("", database.ask("SELECT outcome FROM journal WHERE outcome = 'REJECTED'"));
  }

  @Test
  void theSecondSecretIsAcceptedToo() {
    String body = Pusher.event("CARD_PRODUCED", Pusher.produced("CA-NONE"));

    assertEquals(202, bureau.send(bureau.signed(Pusher.NEXT_SECRET, body)).statusCode());
  }

  @Test
  void aRequestThatIsNotGenuineIsRejectedAndChangesNothing() {
    database.ordered(card);
    String body = Pusher.event("CARD_PRODUCED", Pusher.produced(bureauCard));
    Instant now = Instant.now();
    double before = pushes("unauthenticated");
    long kept = statuses();

    for (HttpResponse<String> answer :
        List.of(
            bureau.send(bureau.request(body)),
            bureau.send(bureau.signed(Pusher.WRONG_SECRET, body)),
            bureau.send(bureau.signed(Pusher.SECRET, now.minusSeconds(330), body)),
            bureau.send(bureau.signed(Pusher.SECRET, now.plusSeconds(330), body)),
            bureau.send(
                bureau
                    .signed(Pusher.SECRET, body)
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body + " "))),
            bureau.send(bureau.request(body).header("Authorization", "Bearer " + Pusher.SECRET)))) {
      assertEquals(401, answer.statusCode());
      assertEquals("application/problem+json", answer.headers().firstValue("Content-Type").get());
      assertTrue(answer.body().contains("\"code\":\"unauthenticated\""), answer.body());
    }

    assertEquals(before + 6, pushes("unauthenticated"));
    assertEquals(kept, statuses());
    assertEquals("ORDERED 3", database.card(card));
  }

  @ParameterizedTest
  @ValueSource(strings = {"INVITATION_SENT", "ORDER_CREATED", "cARD_PRODUCED"})
  void anUnknownTopicIsCountedAndNotSentAgain(String topic) {
    double before = pushes("unknown_topic");

    assertEquals(202, bureau.push(Pusher.event(topic, Pusher.produced(bureauCard))));

    assertEquals(before + 1, pushes("unknown_topic"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{\"topic\":\"CARD_PRODUCED\"}",
        "{\"topic\":\"CARD_PRODUCED\",\"data\":null}",
        "{\"topic\":\"CARD_PRODUCED\",\"data\":{\"cardId\":7}}",
        "{\"topic\":7,\"data\":{\"cardId\":\"CA-1\"}}",
        "{\"topic\":\"CARD_PRODUCED\",\"data\":{\"cardId\":\"CA-1\"}} {}",
        "{\"data\":{\"data\":{\"data\":{\"data\":{}}}}}",
        "{\"specversion\":\"1.0\",\"type\":\"CARD_PRODUCED\",\"data\":{\"cardId\":\"CA-1\"}}",
      })
  void aBodyThatCannotBeUsedIsCountedAndNotSentAgain(String body) {
    double before = pushes("unusable");

    assertEquals(202, bureau.push(body));

    assertEquals(before + 1, pushes("unusable"), body);
  }

  @Test
  void anEventBeforeItsOrderIsAcceptedIsAppliedLater() {
    String event = Pusher.event("CARD_DELIVERED", Pusher.delivered(bureauCard));
    assertEquals(202, bureau.push(event));
    assertEquals(202, bureau.push(event));
    assertEquals("1", kept(), "a repeated event is kept once");

    database.ordered(card);

    database.awaitCard(DELIVERED, card);
    Awaitility.await().atMost(PushedDatabase.WAIT).until(() -> kept().equals("0"));
  }

  @Test
  void anEventWhoseCardStaysUnknownIsDropped() {
    assertEquals(202, bureau.push(Pusher.event("CARD_PRODUCED", Pusher.produced(bureauCard))));
    double before = pushes("expired");

    database.run(
        "UPDATE pushed_event SET received_at = now() - interval '6 days' WHERE producer_card_id = '"
            + bureauCard
            + "'");

    Awaitility.await().atMost(PushedDatabase.WAIT).until(() -> kept().equals("0"));
    assertEquals(before + 1, pushes("expired"));
  }

  @Test
  void aValueThatCannotBeUsedIsCountedAndAffectsNoOther() {
    database.ordered(card);
    double before = registry.counter(Metric.FACTS_LEFT_OUT.id()).count();

    bureau.push(
        Pusher.event(
            "CARD_PRODUCED",
            Pusher.produced(bureauCard)
                .replace("}}", "}}")
                .replaceFirst("\"produced\"", "\"delivered\":\"soon\",\"produced\"")));

    database.awaitCard(PRODUCED, card);
    assertEquals(before + 1, registry.counter(Metric.FACTS_LEFT_OUT.id()).count());
  }

  @Test
  void aPhotoOfThreeMebibytesIsTakenAndALargerBodyIsNot() {
    database.ordered(card);
    String photo = "A".repeat(3 * 1024 * 1024);
    String large = Pusher.produced(bureauCard).replace("Y2FuYXJ5IHBob3Rv", photo);

    assertEquals(202, bureau.push(Pusher.event("CARD_PRODUCED", large)));
    database.awaitCard(PRODUCED, card);

    HttpResponse<String> refused =
        bureau.send(bureau.signed(Pusher.SECRET, "x".repeat(PushRoute.MOST_OF_A_BODY + 1)));
    assertEquals(413, refused.statusCode());
    assertTrue(refused.body().contains("payload-too-large"), refused.body());
  }

  /** The headers are genuine, and the bodies do not end. */
  @Test
  void slowBodiesOccupyAllPlacesUntilTheyAreTooLate() {
    List<CompletableFuture<Integer>> slow = new ArrayList<>();
    double busy = pushes("too_many");
    for (int request = 0; request < config.gocards().push().maxConcurrent(); request++) {
      slow.add(bureau.pushSlowly());
    }

    AtomicReference<HttpResponse<String>> last = new AtomicReference<>();
    Awaitility.await("all places are taken")
        .atMost(PushedDatabase.WAIT)
        .until(
            () -> {
              last.set(bureau.send(bureau.signed(Pusher.SECRET, "{}")));
              return last.get().statusCode() == 429;
            });
    assertTrue(last.get().headers().firstValue("Retry-After").isPresent());
    assertTrue(pushes("too_many") > busy);

    for (CompletableFuture<Integer> each : slow) {
      assertEquals(408, each.orTimeout(30, TimeUnit.SECONDS).join());
    }
    assertEquals(202, bureau.push("{}"), "the places are free again");
  }

  @Test
  void moreThanTenThousandEventsAreNotKept() {
    database.run(
        """
        TRUNCATE pushed_event;
        INSERT INTO pushed_event (producer_card_id, digest, facts, due_at)
        SELECT 'CA-MANY-' || i, 'd', '{}', now() + interval '1 day' FROM generate_series(1, %d) AS i
        """
            .formatted(PushedEvents.MOST_KEPT));
    double before = pushes("not_kept");

    assertEquals(202, bureau.push(Pusher.event("CARD_PRODUCED", Pusher.produced(bureauCard))));

    assertEquals(before + 1, pushes("not_kept"));
    assertEquals("0", kept());
    database.run("TRUNCATE pushed_event");
  }

  @Test
  void otherMethodsAreNotAllowedAndNoOriginIs() {
    HttpResponse<String> got =
        bureau.send(java.net.http.HttpRequest.newBuilder(base.resolve(PushRoute.PATH)).GET());
    assertEquals(405, got.statusCode());
    assertEquals("OPTIONS, POST", got.headers().firstValue("Allow").orElseThrow());
    HttpResponse<String> options = bureau.send(bureau.options("bureau.example"));
    assertEquals(200, options.statusCode());
    assertTrue(options.headers().firstValue("WebHook-Allowed-Origin").isEmpty());
  }

  @Test
  void thePersonalDataOfAnEventStaysInTheHandler() {
    StringBuffer log = new StringBuffer();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            log.append(line.getLoggerName())
                .append(' ')
                .append(line.getMessage())
                .append(java.util.Arrays.toString(line.getParameters()))
                .append(line.getThrown())
                .append('\n');
          }

          @Override
          public void flush() {
            // It writes to memory.
          }

          @Override
          public void close() {
            // It writes to memory.
          }
        };
    Logger own = Logger.getLogger("io.cardflow");
    Level level = own.getLevel();
    handler.setLevel(Level.ALL);
    own.setLevel(Level.ALL);
    own.addHandler(handler);
    try {
      database.ordered(card);
      bureau.push(Pusher.event("CARD_DELIVERED", Pusher.delivered(bureauCard)));
      bureau.push(Pusher.event("CARD_DELIVERED", Pusher.delivered("CA-OTHER")));
      bureau.push(Pusher.event("INVITATION_SENT", Pusher.delivered(bureauCard)));
      bureau.push(Pusher.event("CARD_DELIVERED", Pusher.delivered(bureauCard)) + "}");
      bureau.send(
          bureau.signed(
              Pusher.WRONG_SECRET, Pusher.event("CARD_DELIVERED", Pusher.delivered(bureauCard))));
      database.awaitCard(DELIVERED, card);
    } finally {
      own.removeHandler(handler);
      own.setLevel(level);
    }

    String meters =
        registry.getMeters().stream().map(each -> each.getId().toString()).toList().toString();
    String tables = database.dump();
    String topics = records().toString();
    assertTrue(tables.contains("CA-OTHER"), "the dump has what is kept");
    assertTrue(topics.contains("0A1B2C3D"), "the topics have the chip");
    assertTrue(log.toString().contains("push ended"), log.toString());
    for (String secret :
        List.of("canary.mail", "Canary Name", "Y2FuYXJ5IHBob3Rv", "canary-pin", Pusher.SECRET)) {
      for (String place : List.of(tables, topics, log.toString(), meters)) {
        assertFalse(place.contains(secret), secret);
      }
    }
  }

  private String kept() {
    return database.ask(
        "SELECT count(*) FROM pushed_event WHERE producer_card_id = '" + bureauCard + "'");
  }

  private double pushes(String outcome) {
    Counter counter = registry.find(Metric.PUSHES.id()).tag("outcome", outcome).counter();
    return counter == null ? 0 : counter.count();
  }

  private long statuses() {
    return records(List.of(config.topics().producerStatus())).size();
  }

  /** Waits until the worker has read all statuses: one about an unknown card is the last. */
  private void awaitAllRead() {
    long sent = statuses();
    Awaitility.await()
        .atMost(PushedDatabase.WAIT)
        .until(
            () ->
                database
                    .ask("SELECT sum(next_offset) FROM progress WHERE topic = 'PRODUCER_STATUS'")
                    .equals(Long.toString(sent)));
  }

  /** The records of all topics, as text. */
  private List<String> records() {
    CardflowConfig.Topics topics = config.topics();
    return records(
        List.of(
            topics.commands(),
            topics.producerStatus(),
            topics.events(),
            topics.rejections(),
            topics.deadLetters(),
            topics.audit()));
  }

  private static List<String> records(List<String> topics) {
    List<String> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", Servers.shared().bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          topics.stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(each -> new TopicPartition(each.topic(), each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          StringBuilder text = new StringBuilder(text(record.key()));
          record.headers().forEach(each -> text.append(' ').append(text(each.value())));
          records.add(text.append(' ').append(text(record.value())).toString());
        }
      }
    }
    return records;
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, UTF_8);
  }
}
