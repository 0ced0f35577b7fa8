package io.cardflow.bench;

import io.cardflow.local.Topics;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends each message when it is due, independently of the answers. */
final class OpenLoop implements AutoCloseable {

  private static final long LEAD_NANOS = 200_000_000;

  private final MessageIds ids = MessageIds.chosen();
  private final Topics topics;
  private final KafkaProducer<String, byte[]> producer;

  OpenLoop(String bootstrapServers, Topics topics) {
    this.topics = topics;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 0),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /**
   * Sends all life cycles of a schedule, including duplicates and rejected messages.
   *
   * @param prefix distinguishes its cards from those of other schedules
   * @param answers records when each message was sent
   */
  Delays send(Schedule schedule, String prefix, ReplyTimes answers) {
    Delays delays = new Delays(schedule, answers.room(schedule.slots()), answers);
    long begun = System.nanoTime() + LEAD_NANOS;
    delays.begin(begun);
    for (int slot = 0; slot < schedule.slots(); slot++) {
      if (schedule.due(slot)) {
        long due = begun + schedule.nanos(slot);
        long now = System.nanoTime();
        while (now < due) {
          LockSupport.parkNanos(due - now);
          now = System.nanoTime();
        }
        send(schedule, slot, prefix, delays);
        delays.late(slot, System.nanoTime() - due);
      }
    }
    producer.flush();
    return delays;
  }

  private void send(Schedule schedule, int slot, String prefix, Delays delays) {
    int number = schedule.card(slot);
    int step = schedule.step(slot);
    String tag = prefix + number;
    String card = "C-" + tag;
    String id = ids.of(delays.answer(slot));
    producer.send(CardLife.message(topics, step, card, tag, id));
    if (number % 100 == 7) {
      producer.send(CardLife.message(topics, step, card, tag, id));
    }
    if (number % 100 == 11) {
      producer.send(CardLife.refused(topics, card, tag, ids.of(delays.refusal(slot))));
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
