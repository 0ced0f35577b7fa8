package io.cardflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.InboundTopic;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Concurrent batches wait for each other and never deadlock. */
class LockOrderTest {

  private static final int CONCURRENT = 8;
  private static final int ROUNDS = 60;
  private static final int CARDS = 200;

  private final Vault vault = new Vault(CONCURRENT);
  private final Random random = new Random(7);
  private final List<InboundPartition> partitions = new ArrayList<>();
  private final List<String> cards = new ArrayList<>();

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void partitionsAndCardsInAnyOrderNeverDeadlock() {
    for (InboundTopic topic : InboundTopic.values()) {
      for (int number = 0; number < 4; number++) {
        partitions.add(new InboundPartition(topic, number));
      }
    }
    vault.own(partitions.toArray(InboundPartition[]::new));
    Draft stock = new Draft();
    for (int i = 0; i < CARDS; i++) {
      cards.add("T-" + i);
    }
    Collections.shuffle(cards, random);
    cards.forEach(each -> stock.create(Deck.queued(each)));
    vault.commit(stock);

    for (int round = 0; round < ROUNDS; round++) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CONCURRENT - 1; i++) {
        running.add(pass(lookup(i % 2 == 0)));
      }
      running.add(vault.store().takeOver(claims(round % 2 == 0), UUID.randomUUID()));
      Vault.await(Future.join(running));
    }

    assertEquals(
        "0",
        vault.ask("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"));
  }

  /** Loads and rolls back; a failure to load ends the test. */
  private Future<Void> pass(Lookup lookup) {
    return vault
        .store()
        .begin()
        .compose(
            transaction ->
                transaction
                    .load(lookup)
                    .transform(
                        loaded ->
                            transaction
                                .rollback()
                                .compose(
                                    done ->
                                        loaded.succeeded()
                                            ? Future.<Void>succeededFuture()
                                            : Future.failedFuture(loaded.cause()))));
  }

  /** Every other batch has no partitions, so that they contend on the cards. */
  private Lookup lookup(boolean withPartitions) {
    SortedSet<InboundPartition> some = new TreeSet<>(order(random.nextBoolean()));
    if (withPartitions) {
      some.addAll(shuffled(partitions).subList(0, 5));
    }
    List<String> half = shuffled(cards).subList(0, CARDS / 2);
    return new Lookup(some, half, half, List.of(), List.of(), List.of());
  }

  private SortedMap<InboundPartition, Claim> claims(boolean forwards) {
    SortedMap<InboundPartition, Claim> claims = new TreeMap<>(order(forwards));
    shuffled(partitions)
        .subList(0, 5)
        .forEach(each -> claims.put(each, new Claim(8, 0L, Vault.TOPIC)));
    return claims;
  }

  private static Comparator<InboundPartition> order(boolean forwards) {
    Comparator<InboundPartition> natural = Comparator.naturalOrder();
    return forwards ? natural : natural.reversed();
  }

  private <T> List<T> shuffled(List<T> all) {
    List<T> copy = new ArrayList<>(all);
    Collections.shuffle(copy, random);
    return copy;
  }
}
