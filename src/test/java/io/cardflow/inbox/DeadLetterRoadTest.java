package io.cardflow.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.history.HistoryReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A dead letter is written for any record, whatever the settings of its topic. */
class DeadLetterRoadTest {

  private static final String LIMIT = "max.message.bytes";

  /** Too many for the dead-letter topic, but only a few hundred bytes when compressed. */
  private static final int HEADERS = 60_000;

  @Test
  void aSmallRecordWithVeryManyEmptyHeadersBlocksNothing() throws Exception {
    try (Road road = new Road()) {
      Operator operator = new Operator(road);
      operator.configure(road.topics().commands(), "compression.type", "producer");
      operator.configure(road.topics().deadLetters(), LIMIT, "100000");
      ProducerRecord<String, byte[]> record = command(road, "T-1", "{}");
      for (int header = 0; header < HEADERS; header++) {
        record.headers().add(new RecordHeader("", null));
      }
      compressed(road, record);
      Replica replica = road.replica();
      replica.awaitEnded(1);
      road.request("T-1");
      replica.awaitEnded(2);

      ConsumerRecord<byte[], byte[]> letter = letters(road, 1).get(0);
      assertEquals("TOO_LARGE", text(letter, "dead-letter-reason"));
      assertEquals("T-1", new String(letter.key(), UTF_8));
      assertNull(letter.value());
      assertTrue(letter.headers().toArray().length < 20);
      assertEquals(1, road.history().events().size() / 2, "the next command was applied");
    }
  }

  @Test
  void onlyLettersThatDoNotFitAreShortened() throws Exception {
    try (Road road = new Road()) {
      new Operator(road).configure(road.topics().deadLetters(), LIMIT, "20000");
      byte[] large = "x".repeat(60_000).getBytes(UTF_8);
      byte[] larger = "x".repeat(64_000).getBytes(UTF_8);
      byte[] small = "small".getBytes(UTF_8);
      for (byte[] value : List.of(large, small, larger, large)) {
        road.send(new ProducerRecord<>(road.topics().commands(), 1, "T-1", value));
      }
      road.sent();
      Replica replica = road.replica();
      replica.awaitEnded(4);

      List<ConsumerRecord<byte[], byte[]>> letters = letters(road, 4);
      for (ConsumerRecord<byte[], byte[]> letter : letters) {
        assertEquals("T-1", new String(letter.key(), UTF_8));
        assertEquals("NOT_A_CLOUDEVENT", text(letter, "dead-letter-reason"));
        if (text(letter, "dead-letter-offset").equals("1")) {
          assertArrayEquals(small, letter.value());
          assertNull(text(letter, "dead-letter-left-out-bytes"));
        } else {
          assertNull(letter.value());
          assertTrue(Integer.parseInt(text(letter, "dead-letter-left-out-bytes")) >= 60_000);
        }
      }
    }
  }

  @Test
  void aLetterWithLongHeadersIsPublishedInItsLastForm() throws Exception {
    try (Road road = new Road()) {
      new Operator(road).configure(road.topics().deadLetters(), LIMIT, "600");
      ProducerRecord<String, byte[]> record =
          new ProducerRecord<>(
              road.topics().commands(), 1, "k".repeat(500), "hello".getBytes(UTF_8));
      record.headers().add("x", new byte[3_000]);
      road.send(record);
      Replica replica = road.replica();
      replica.awaitEnded(1);

      ConsumerRecord<byte[], byte[]> letter = letters(road, 1).get(0);
      assertNull(letter.key());
      assertNull(letter.value());
      assertNull(text(letter, "x"));
      assertEquals("NOT_A_CLOUDEVENT", text(letter, "dead-letter-reason"));
      assertEquals("0", text(letter, "dead-letter-offset"));
    }
  }

  @Test
  void aTopicThatDoesNotAcceptTheLastFormIsNamed() throws Exception {
    try (Road road = new Road()) {
      Operator operator = new Operator(road);
      operator.configure(road.topics().deadLetters(), LIMIT, "150");
      road.send(new ProducerRecord<>(road.topics().commands(), 1, "T-1", "x".getBytes(UTF_8)));
      Replica replica = road.replica();
      Awaitility.await("the topic is named")
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> replica.status().toString(),
              status ->
                  status.contains(road.topics().deadLetters() + " accepts records of at most 150"));

      operator.configure(road.topics().deadLetters(), LIMIT, "2000");
      replica.awaitEnded(1);
      letters(road, 1);
    }
  }

  @Test
  void aCompactedTopicAcceptsALetterWithoutKey() throws Exception {
    try (Road road = new Road()) {
      new Operator(road).configure(road.topics().deadLetters(), "cleanup.policy", "compact");
      for (int number = 0; number < 3; number++) {
        road.send(new ProducerRecord<>(road.topics().commands(), 1, null, "x".getBytes(UTF_8)));
      }
      road.sent();
      Replica replica = road.replica();
      replica.awaitEnded(3);

      for (ConsumerRecord<byte[], byte[]> letter : letters(road, 3)) {
        assertEquals(
            road.topics().commands() + "/1/" + text(letter, "dead-letter-offset"),
            new String(letter.key(), UTF_8));
        assertEquals("x", new String(letter.value(), UTF_8));
        assertEquals("true", text(letter, "dead-letter-stand-in-key"));
      }
    }
  }

  @Test
  void aValueBeyondTheLimitIsNotRepeated() throws Exception {
    try (Road road = new Road()) {
      road.send(new ProducerRecord<>(road.topics().commands(), 1, "T-1", new byte[70_000]));
      Replica replica = road.replica();
      replica.awaitEnded(1);

      ConsumerRecord<byte[], byte[]> letter = letters(road, 1).get(0);
      assertNull(letter.value());
      assertEquals("TOO_LARGE", text(letter, "dead-letter-reason"));
      assertEquals("70000", text(letter, "dead-letter-value-bytes"));
    }
  }

  @Test
  void aSenderCannotForgeOurHeaders() throws Exception {
    try (Road road = new Road()) {
      ProducerRecord<String, byte[]> record =
          new ProducerRecord<>(road.topics().commands(), 1, "T-1", "x".getBytes(UTF_8));
      record.headers().add("dead-letter-topic", "elsewhere".getBytes(UTF_8));
      record.headers().add("Dead-Letter-Reason", "NONE".getBytes(UTF_8));
      road.send(record);
      Replica replica = road.replica();
      replica.awaitEnded(1);

      ConsumerRecord<byte[], byte[]> letter = letters(road, 1).get(0);
      assertEquals(road.topics().commands(), text(letter, "dead-letter-topic"));
      assertEquals("elsewhere", text(letter, "original-dead-letter-topic"));
      assertEquals("NONE", text(letter, "original-Dead-Letter-Reason"));
      assertNull(text(letter, "Dead-Letter-Reason"));
    }
  }

  private static ProducerRecord<String, byte[]> command(Road road, String card, String data) {
    return Road.record(
        road.topics().commands(),
        null,
        "io.cardflow.command.lock-card.v1",
        road.nextId(),
        card,
        data.getBytes(UTF_8));
  }

  private static void compressed(Road road, ProducerRecord<String, byte[]> record)
      throws Exception {
    try (KafkaProducer<String, byte[]> sender =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", road.servers().bootstrapServers(), "compression.type", "zstd"),
            new StringSerializer(),
            new ByteArraySerializer())) {
      sender.send(record).get();
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> letters(Road road, int expected) {
    List<ConsumerRecord<byte[], byte[]>> letters =
        HistoryReader.records(road.servers().bootstrapServers(), road.topics().deadLetters());
    assertEquals(expected, letters.size());
    return letters;
  }

  /** The only header of this name; null if there is none. */
  private static String text(ConsumerRecord<byte[], byte[]> letter, String name) {
    String text = null;
    for (Header each : letter.headers().headers(name)) {
      assertNull(text, name + " occurs twice");
      text = new String(each.value(), UTF_8);
    }
    return text;
  }
}
