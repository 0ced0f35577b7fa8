package io.cardflow.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.domain.CardState;
import io.cardflow.local.gocards.GoCardsSimulator;
import io.cardflow.servers.Servers;
import io.cardflow.wire.InternalMessage;
import io.cardflow.wire.TimerEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker that demands signatures signs its own messages: cards are ordered and followed, while a
 * publisher with the right to write to the topics can not speak for it.
 */
class SignedMessagesIT {

  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final int CARDS = 20;

  @TempDir Path directory;

  @Test
  void ownMessagesAreSignedAndForgedOnesHaveNoEffect() throws Exception {
    Path keys =
        Files.writeString(directory.resolve("keys"), Base64.getEncoder().encodeToString(KEY));
    try (FaultRun run = new FaultRun(Servers.shared());
        Requests requests = new Requests(run.servers().bootstrapServers(), run.topics())) {
      GoCardsSimulator bureau = run.bureau(Duration.ZERO, Duration.ZERO);
      run.with("cardflow.internal.signature", "enforce")
          .with("cardflow.internal.key-file", keys.toString())
          .with("cardflow.ordering.every", "1s");
      requests.request(CARDS, true);
      run.worker().awaitReady();
      forge(run);
      run.awaitBureauDone(CARDS);
      run.awaitAllDone();

      assertEquals(2 * CARDS, run.count("SELECT count(*) FROM journal WHERE code IS NOT NULL"));
      assertEquals(
          2 * CARDS, run.count("SELECT count(*) FROM journal WHERE code = 'NOT_AUTHORIZED'"));
      assertEquals(CARDS, run.count("SELECT count(*) FROM card WHERE state = 'PRODUCED'"));
      assertEquals(
          CARDS, bureau.ledger().orders().stream().mapToInt(order -> order.cards().size()).sum());
      run.history();
    }
  }

  /** The timer of a stay and the refusal of an order, for each card. */
  private static void forge(FaultRun run) {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", run.servers().bootstrapServers(), "acks", "all"),
            new StringSerializer(),
            new ByteArraySerializer())) {
      Instant now = Instant.now();
      for (String card : Requests.cards(CARDS).toList()) {
        ProducerRecord<String, byte[]> refusal =
            new ProducerRecord<>(
                run.topics().producerStatus(),
                card,
                "{\"batchId\":\"B-1\",\"code\":\"NO\"}".getBytes(UTF_8));
        CloudEvent.headers(refusal, "producer.order-refused", "order/B-1/" + card);
        refusal.headers().remove("ce_source");
        refusal.headers().add("ce_source", "/cardflow".getBytes(UTF_8));
        producer.send(refusal);
        InternalMessage timer =
            new TimerEncoder("/cardflow")
                .dwellExceeded(card, CardState.PRODUCED, now, Duration.ofSeconds(1), 0, now);
        ProducerRecord<String, byte[]> stay =
            new ProducerRecord<>(
                switch (timer.topic()) {
                  case COMMANDS -> run.topics().commands();
                  case PRODUCER_STATUS -> run.topics().producerStatus();
                },
                card,
                timer.value());
        timer.headers().forEach(each -> stay.headers().add(each.name(), each.value()));
        producer.send(stay);
      }
    }
  }
}
