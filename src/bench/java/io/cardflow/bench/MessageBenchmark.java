package io.cardflow.bench;

import io.cardflow.domain.Card;
import io.cardflow.domain.Decision;
import io.cardflow.domain.Fold;
import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.Message;
import io.cardflow.domain.Policy;
import io.cardflow.domain.Reminders;
import io.cardflow.local.Topics;
import io.cardflow.wire.Encoder;
import io.cardflow.wire.Header;
import io.cardflow.wire.MessageParser;
import io.cardflow.wire.Outgoing;
import io.cardflow.wire.ParseResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Measures the cost of a message in the parts of its path without I/O. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MessageBenchmark {

  /**
   * The step of the life cycle that the message belongs to: the request, a notification, and an
   * assignment.
   */
  @Param({"0", "4", "6"})
  public int step;

  private static final Instant NOW = Instant.parse("2026-11-24T10:15:30Z");
  private static final Policy POLICY =
      new Policy(true, Duration.ofDays(14), true, new Reminders(List.of(Duration.ofDays(7))));

  private final MessageParser decoder = new MessageParser();
  private final Encoder encoder = new Encoder("/cardflow");
  private InboundTopic topic;
  private byte[] key;
  private byte[] value;
  private List<Header> headers;
  private Message message;
  private Fold.Known known;
  private Decision.Applied applied;

  /** Takes a card to the state before the message. */
  @Setup
  public void prepare() {
    Map<String, Card> cards = Map.of();
    for (int earlier = 0; earlier <= step; earlier++) {
      read(earlier);
      message = decode();
      known = new Fold.Known(cards, Map.of(), Map.of(), Map.of());
      if (decide() instanceof Decision.Applied change) {
        applied = change;
        cards = Map.of(change.card().id(), change.card());
      }
    }
  }

  @Benchmark
  public Message decode() {
    return ((ParseResult.Parsed) decoder.decode(topic, key, headers, value, NOW.toEpochMilli()))
        .message();
  }

  @Benchmark
  public Decision decide() {
    return new Fold(POLICY, NOW, known).apply(message);
  }

  @Benchmark
  public List<Outgoing> encode() {
    return applied.events().stream().map(event -> encoder.event(event, message)).toList();
  }

  private void read(int earlier) {
    Topics topics = Topics.of("t");
    ProducerRecord<String, byte[]> record =
        CardLife.message(topics, earlier, "C-42", "42", CardLife.name(earlier) + "-42");
    topic =
        record.topic().equals(topics.commands())
            ? InboundTopic.COMMANDS
            : InboundTopic.PRODUCER_STATUS;
    key = record.key().getBytes(StandardCharsets.UTF_8);
    value = record.value();
    headers = new ArrayList<>();
    record.headers().forEach(each -> headers.add(new Header(each.key(), each.value())));
  }
}
