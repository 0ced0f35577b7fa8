package io.cardflow.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.history.HistoryChecker;
import io.cardflow.history.HistoryReader;
import io.cardflow.servers.Servers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Records are published despite a wrong clock or an old timestamp. */
class TimestampTest {

  private static final String TYPE = "message.timestamp.type";
  private static final String BEFORE = "message.timestamp.before.max.ms";
  private static final String HOUR = Long.toString(Duration.ofHours(1).toMillis());

  @Test
  void aReplicaWhoseClockIsHoursAheadPublishes() throws Exception {
    AtomicInteger clientsTime = new AtomicInteger();
    try (Road road = new Road()) {
      Operator operator = new Operator(road);
      outbound(road).forEach(topic -> operator.configure(topic, TYPE, "CreateTime"));
      Replica replica = road.replica(new FaultyClients(road, clock(2, clientsTime)));
      road.request("T-1");
      road.command("lock-card", "T-1", "{}");
      road.send(new ProducerRecord<>(road.topics().commands(), "T-1", new byte[] {1}));
      replica.awaitEnded(3);

      assertEquals(List.of(), HistoryChecker.violations(road.history()));
      assertEquals(0, clientsTime.get(), "no record has the client's time");
      long decided =
          operator.number(
              "SELECT (extract(epoch FROM min(decided_at)) * 1000)::bigint FROM journal");
      assertEquals(decided, records(road, road.topics().events()).get(0).timestamp());
      assertEquals(1, records(road, road.topics().deadLetters()).size());
    }
  }

  @Test
  void aForwardedRecordKeepsItsTime() throws Exception {
    long sent = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();
    try (Road road = new Road()) {
      misrouted(road, sent);
      Replica replica = road.replica();
      replica.awaitEnded(1);

      assertEquals(2, records(road, road.topics().commands()).size());
      records(road, road.topics().commands()).forEach(each -> assertEquals(sent, each.timestamp()));
    }
  }

  /** This happens after the topic's setting has changed, or if the record was sent just in time. */
  @Test
  void aForwardedRecordThatIsTooOldForItsTopicGetsTheTimeOfTheDecision() throws Exception {
    AtomicInteger clientsTime = new AtomicInteger();
    long sent = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();
    try (Road road = new Road()) {
      misrouted(road, sent);
      misrouted(road, sent + 1);
      new Operator(road).configure(road.topics().commands(), BEFORE, HOUR);
      Replica replica = road.replica(new FaultyClients(road, clock(2, clientsTime)));
      replica.awaitEnded(2);

      assertEquals(List.of(), HistoryChecker.violations(road.history()));
      assertEquals(2, road.history().rejections().size());
      List<ConsumerRecord<byte[], byte[]>> all = records(road, road.topics().commands());
      assertEquals(4, all.size());
      assertEquals(2, all.stream().filter(each -> each.timestamp() > sent + 1).count());
      assertEquals(0, clientsTime.get(), "no record has the client's time");
    }
  }

  @Test
  void aDecisionOfLongAgoIsPublishedAgainWithAnotherTimestamp() throws Exception {
    AtomicBoolean failing = new AtomicBoolean(true);
    AtomicInteger commits = new AtomicInteger();
    try (Road road = new Road()) {
      Operator operator = new Operator(road);
      outbound(road).forEach(topic -> operator.configure(topic, TYPE, "CreateTime"));
      Replica before =
          road.replica(
              new FaultyClients(
                  road,
                  (method, number, call) -> {
                    if (method.equals("commitTransaction") && failing.get()) {
                      commits.incrementAndGet();
                      throw new TimeoutException("nothing was committed");
                    }
                    return call.make();
                  }));
      for (int card = 0; card < 20; card++) {
        road.request("T-" + card);
      }
      int sent = road.sent();
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> commits.get() > 0);
      before.stop();
      operator.sql("UPDATE journal_unit SET decided_at = decided_at - interval '2 days'");
      operator.configure(road.topics().events(), BEFORE, HOUR);
      Replica after = road.replica();
      after.awaitEnded(sent);

      assertEquals(List.of(), HistoryChecker.violations(road.history()));
      assertEquals(40, road.history().events().size());
    }
  }

  /** The timestamp that a client with a clock hours ahead sets on a record without one. */
  private static FaultyClients.Fault clock(int hours, AtomicInteger asked) {
    return (method, number, call) -> {
      if (method.equals("send") && timestamp(call.arguments()[0]) == null) {
        asked.incrementAndGet();
        call.arguments()[0] =
            at(call.arguments()[0], Instant.now().plus(Duration.ofHours(hours)).toEpochMilli());
      }
      return call.make();
    };
  }

  private static Long timestamp(Object record) {
    return ((ProducerRecord<?, ?>) record).timestamp();
  }

  private static <K, V> ProducerRecord<K, V> at(Object sent, long timestamp) {
    @SuppressWarnings("unchecked")
    ProducerRecord<K, V> record = (ProducerRecord<K, V>) sent;
    return new ProducerRecord<>(
        record.topic(),
        record.partition(),
        timestamp,
        record.key(),
        record.value(),
        record.headers());
  }

  /** Sends a command that will be rejected to a partition that is not its card's. */
  private static void misrouted(Road road, long timestamp) {
    String card = "T-1";
    int home = Utils.toPositive(Utils.murmur2(card.getBytes(UTF_8))) % Servers.PARTITIONS;
    ProducerRecord<String, byte[]> record =
        Road.record(
            road.topics().commands(),
            (home + 1) % Servers.PARTITIONS,
            "io.cardflow.command.lock-card.v1",
            road.nextId(),
            card,
            new byte[] {'{', '}'});
    road.send(at(record, timestamp));
    road.sent();
  }

  private static List<String> outbound(Road road) {
    return List.of(road.topics().events(), road.topics().rejections(), road.topics().deadLetters());
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(Road road, String topic) {
    List<ConsumerRecord<byte[], byte[]>> records =
        new ArrayList<>(HistoryReader.records(road.servers().bootstrapServers(), topic));
    assertTrue(!records.isEmpty(), topic);
    return records;
  }
}
