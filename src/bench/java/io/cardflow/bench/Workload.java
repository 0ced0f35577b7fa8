package io.cardflow.bench;

import io.cardflow.local.Topics;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Life cycles of cards in three waves: requests, notifications of the bureau, commands. A card's
 * two topics have no mutual order, so each wave is processed before the next. One message in a
 * hundred is a duplicate, and one in a hundred is rejected.
 */
final class Workload {

  /** The first step of each wave, and the end of the last. */
  private static final int[] WAVES = {0, 1, CardLife.PRODUCED, CardLife.STEPS};

  /** The number of events of each step's message. */
  private static final int[] EVENTS = {2, 1, 1, 0, 1, 1, 1, 1, 1, 1};

  private static final int BLOCK = 2_000;

  private final Topics topics;
  private final String prefix;
  private final List<String> cards;
  private final int firstWave;
  private final MessageIds ids;
  private final Workload warmUp;

  private Workload(
      Topics topics,
      String prefix,
      List<String> cards,
      int firstWave,
      MessageIds ids,
      Workload warmUp) {
    this.topics = topics;
    this.prefix = prefix;
    this.cards = cards;
    this.firstWave = firstWave;
    this.ids = ids;
    this.warmUp = warmUp;
  }

  /**
   * Complete life cycles.
   *
   * @param prefix distinguishes the cards and messages from those of other workloads
   * @param cards how many, a multiple of 100
   */
  static Workload wholeLives(Topics topics, String prefix, int cards) {
    List<String> ids = IntStream.range(0, cards).mapToObj(i -> "C-" + prefix + i).toList();
    return new Workload(topics, prefix, ids, 0, MessageIds.chosen(), null);
  }

  /** The same with random ids of both cards and messages. */
  static Workload wholeLivesOfRandomCards(Topics topics, String prefix, int cards) {
    List<String> ids =
        IntStream.range(0, cards)
            .mapToObj(i -> Copies.PREFIX + MessageIds.RANDOM.of(prefix + i))
            .toList();
    return new Workload(topics, prefix, ids, 0, MessageIds.RANDOM, null);
  }

  /**
   * The commands for cards that were produced before: only the last wave.
   *
   * @param cards their ids, a multiple of 100
   */
  static Workload ofProduced(Topics topics, String prefix, List<String> cards) {
    return new Workload(topics, prefix, cards, WAVES.length - 2, MessageIds.chosen(), null);
  }

  /**
   * The same after other life cycles, which are not measured.
   *
   * @param lives how many, a multiple of 100
   */
  Workload warmedBy(int lives) {
    return new Workload(
        topics, prefix, cards, firstWave, ids, wholeLives(topics, prefix + "w", lives));
  }

  /** The workload to process before; null if there is none. */
  Workload warmUp() {
    return warmUp;
  }

  Topics topics() {
    return topics;
  }

  /** All its cards, including those of the warm-up, like the next two. */
  List<String> cards() {
    return warmUp == null ? cards : Stream.concat(cards.stream(), warmUp.cards.stream()).toList();
  }

  /** Its waves. */
  IntStream waves() {
    return IntStream.range(firstWave, WAVES.length - 1);
  }

  int events() {
    return waves().map(this::events).sum() + (warmUp == null ? 0 : warmUp.events());
  }

  /** The number of events of one of its own waves. */
  int events(int wave) {
    return cards.size() * Arrays.stream(EVENTS, WAVES[wave], WAVES[wave + 1]).sum();
  }

  int rejections() {
    return cards.size() * (CardLife.STEPS - WAVES[firstWave]) / 100
        + (warmUp == null ? 0 : warmUp.rejections());
  }

  /** Sends one wave; returns the number of records when the broker has acknowledged all. */
  int send(String bootstrapServers, int wave) {
    int sent = 0;
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "acks",
                "all",
                "linger.ms",
                10,
                "batch.size",
                131_072),
            new StringSerializer(),
            new ByteArraySerializer())) {
      for (int from = 0; from < cards.size(); from += BLOCK) {
        for (int step = WAVES[wave]; step < WAVES[wave + 1]; step++) {
          for (int card = from; card < Math.min(cards.size(), from + BLOCK); card++) {
            sent += send(producer, step, card);
          }
        }
      }
    }
    return sent;
  }

  private int send(KafkaProducer<String, byte[]> producer, int step, int number) {
    String card = cards.get(number);
    String tag = prefix + number;
    String name = prefix + CardLife.name(step) + "-" + number;
    String id = ids.of(name);
    producer.send(CardLife.message(topics, step, card, tag, id));
    if (number % 100 == 7) {
      producer.send(CardLife.message(topics, step, card, tag, id));
      return 2;
    }
    if (number % 100 == 11) {
      producer.send(CardLife.refused(topics, card, tag, ids.of("again-" + name)));
      return 2;
    }
    return 1;
  }
}
