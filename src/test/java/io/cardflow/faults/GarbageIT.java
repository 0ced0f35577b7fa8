package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.history.History;
import io.cardflow.history.HistoryReader;
import io.cardflow.servers.Servers;
import io.cardflow.wire.DeadLetterReason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

/**
 * Records broken in every way, and rows that only PostgreSQL rejects: only these become dead
 * letters.
 */
class GarbageIT {

  private static final List<String> ADDED =
      List.of(
          "dead-letter-reason",
          "dead-letter-cause",
          "dead-letter-topic",
          "dead-letter-partition",
          "dead-letter-offset");

  @Test
  void onlyBrokenRecordsAreDeadLetteredAndTheyAreUnchanged() {
    try (FaultRun run = new FaultRun(Servers.shared());
        GarbageLoad load = new GarbageLoad(run.servers().bootstrapServers(), run.topics())) {
      WorkerProcess worker = run.worker().awaitReady();
      run.execute(
          "ALTER TABLE card_request ADD CHECK (layout_id <> '" + GarbageLoad.REFUSED + "')");
      load.send();
      History history = run.history();

      deadLetters(run, load);
      assertEquals(GarbageLoad.CARDS, history.cards().size());
      assertTrue(
          history.cards().stream().allMatch(c -> c.state().equals("ABORTED") && c.version() == 3),
          "every card was requested once and aborted");
      assertEquals(load.refused(), codes(history, "UNKNOWN_CARD"), "after a rejected request");
      assertEquals(GarbageLoad.CARDS - load.refused(), codes(history, "CARD_EXISTS"));
      assertEquals(GarbageLoad.RECORDS, run.ended(), "each record counts once");
      assertEquals(
          GarbageLoad.BROKEN + load.refused(),
          worker.metric("cardflow_messages_total", "outcome=\"dead_lettered\""));
    }
  }

  private static long codes(History history, String code) {
    return history.rejections().stream()
        .filter(rejection -> rejection.data().path("code").asText().equals(code))
        .count();
  }

  private static void deadLetters(FaultRun run, GarbageLoad load) {
    Map<String, GarbageLoad.Doomed> doomed = load.doomed();
    List<ConsumerRecord<byte[], byte[]>> letters =
        HistoryReader.records(run.servers().bootstrapServers(), run.topics().deadLetters());
    assertEquals(doomed.size(), letters.size());
    assertEquals(
        load.refused(),
        letters.stream()
            .filter(
                l -> text(l, "dead-letter-reason").equals(DeadLetterReason.INTERNAL_ERROR.name()))
            .count());
    for (ConsumerRecord<byte[], byte[]> letter : letters) {
      String place =
          text(letter, "dead-letter-topic")
              + "/"
              + text(letter, "dead-letter-partition")
              + "/"
              + text(letter, "dead-letter-offset");
      GarbageLoad.Doomed sent = doomed.remove(place);
      assertNotNull(sent, place + " is not expected as a dead letter, or is one twice");
      assertEquals(sent.reason().name(), text(letter, "dead-letter-reason"), sent.what());
      assertTrue(text(letter, "dead-letter-cause").lines().count() == 1, sent.what());
      untouched(sent, letter);
    }
  }

  /**
   * As received, except that a dead letter that is too large has the size of its value instead of
   * the value.
   */
  private static void untouched(GarbageLoad.Doomed doomed, ConsumerRecord<byte[], byte[]> letter) {
    ProducerRecord<String, byte[]> sent = doomed.record();
    String what = doomed.what();
    boolean tooLarge = doomed.reason() == DeadLetterReason.TOO_LARGE;
    byte[] key = sent.key() == null ? null : sent.key().getBytes(StandardCharsets.UTF_8);
    assertArrayEquals(key, letter.key(), what);
    assertArrayEquals(tooLarge ? null : sent.value(), letter.value(), what);
    Header[] before = sent.headers().toArray();
    Header[] after = letter.headers().toArray();
    assertArrayEquals(before, Arrays.copyOf(after, before.length), what);
    List<String> added = Arrays.stream(after).skip(before.length).map(Header::key).toList();
    if (tooLarge) {
      assertEquals(Integer.toString(sent.value().length), text(letter, added.get(0)), what);
      assertEquals("dead-letter-value-bytes", added.get(0), what);
    }
    assertEquals(
        ADDED, added.subList(tooLarge ? 1 : 0, added.size()), what + " has five headers more");
  }

  private static String text(ConsumerRecord<byte[], byte[]> letter, String header) {
    return new String(letter.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
  }
}
