package io.cardflow.local.demo;

import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Decision;
import io.cardflow.domain.Fold;
import io.cardflow.domain.Message;
import io.cardflow.domain.MessageId;
import io.cardflow.domain.Outcome;
import io.cardflow.domain.Policy;
import io.cardflow.wire.Decoded;
import io.cardflow.wire.Decoder;
import io.cardflow.wire.Header;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A scenario decided by the worker's own rules, without a broker or a database. Within a wave only
 * the records of one key on one topic keep their order; which is read first is up to the seed.
 */
final class Played {

  private static final Policy POLICY = new Policy(true, Duration.ofDays(14), true);

  private final Decoder decoder = new Decoder();
  private final Map<String, Card> cards = new HashMap<>();
  private final Map<MessageId, UUID> seen = new HashMap<>();
  private final List<String> surprises = new ArrayList<>();

  Played(Scenario scenario, Instant start, int seed) {
    Random random = new Random(seed);
    Instant now = start;
    for (List<Step> wave : scenario.waves()) {
      now = now.plus(DemoLoad.expires(wave) ? Life.SHORT_VALIDITY : Duration.ofSeconds(1));
      play(shuffled(wave, random), now);
    }
  }

  /** The records that ended otherwise than expected. */
  List<String> surprises() {
    return surprises;
  }

  /** The states in which cards ended. */
  Set<CardState> states() {
    Set<CardState> states = EnumSet.noneOf(CardState.class);
    cards.values().forEach(card -> states.add(card.state()));
    return states;
  }

  private void play(List<Step> wave, Instant now) {
    Fold fold = new Fold(POLICY, now, new Fold.Known(cards, Map.of(), holders(), seen));
    for (Step step : wave) {
      Outcome outcome = outcome(step, fold, now);
      if (outcome != step.expected()) {
        surprises.add(
            "%s %s: %s, not %s".formatted(step.id(), step.type(), outcome, step.expected()));
      }
    }
    fold.changed().forEach(card -> cards.put(card.id(), card));
  }

  private Outcome outcome(Step step, Fold fold, Instant now) {
    ProducerRecord<String, byte[]> record = DemoLoad.record(step, "any", now);
    List<Header> headers =
        Arrays.stream(record.headers().toArray())
            .map(each -> new Header(each.key(), each.value()))
            .toList();
    byte[] key = record.key().getBytes(StandardCharsets.UTF_8);
    Decoded decoded =
        decoder.decode(step.topic(), key, headers, record.value(), now.toEpochMilli());
    if (!(decoded instanceof Decoded.Understood understood)) {
      return Outcome.DEAD_LETTERED;
    }
    Message message = understood.message();
    seen.putIfAbsent(message.id(), message.fingerprint());
    Decision decision = fold.apply(message);
    if (decision instanceof Decision.Applied) {
      return Outcome.APPLIED;
    }
    if (decision instanceof Decision.Rejected) {
      return Outcome.REJECTED;
    }
    return decision instanceof Decision.Stale ? Outcome.STALE : Outcome.DUPLICATE;
  }

  private Map<String, String> holders() {
    Map<String, String> holders = new HashMap<>();
    for (Card card : cards.values()) {
      if (card.state() == CardState.ASSIGNED) {
        holders.put(card.assignment().holderId(), card.id());
      }
    }
    return holders;
  }

  private static List<Step> shuffled(List<Step> wave, Random random) {
    Map<List<Object>, List<Step>> ordered = new LinkedHashMap<>();
    wave.forEach(
        step ->
            ordered
                .computeIfAbsent(List.of(step.topic(), step.key()), key -> new ArrayList<>())
                .add(step));
    List<List<Step>> groups = new ArrayList<>(ordered.values());
    Collections.shuffle(groups, random);
    return groups.stream().flatMap(List::stream).toList();
  }
}
