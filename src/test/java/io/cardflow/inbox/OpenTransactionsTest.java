package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** Only a last stable offset that stays unchanged below the high watermark is a block. */
class OpenTransactionsTest {

  private static final TopicPartition PARTITION = new TopicPartition("commands", 3);

  private final AtomicLong seconds = new AtomicLong();
  private final OpenTransactions transactions =
      new OpenTransactions(
          Duration.ofMinutes(1), () -> Duration.ofSeconds(seconds.get()).toNanos());

  @Test
  void aMinuteWithoutProgressCountsAsBlocked() {
    assertEquals(Map.of(), look(0, 12, 13));
    assertEquals(Map.of(), look(59, 12, 15));

    Blocked blocked = look(75, 12, 19).get(PARTITION);

    assertEquals(new Blocked(12, 19, Duration.ofSeconds(75), OptionalLong.of(4711)), blocked);
    assertEquals(
        "the last stable offset has been 12 for 75 s, and the high watermark is 19:"
            + " producer id 4711 has a transaction open",
        blocked.detail());
  }

  @Test
  void consecutiveTransactionsDoNotCountAsBlocked() {
    for (int second = 0; second < 300; second += 10) {
      assertEquals(Map.of(), look(second, 10 + second, 12 + second));
    }
  }

  @Test
  void theTimeBeforeTheTransactionDoesNotCount() {
    look(0, 12, 12);
    look(100, 12, 13);

    assertEquals(Map.of(), look(150, 12, 13));
    assertEquals(Set.of(PARTITION), look(160, 12, 13).keySet());
    assertEquals(Map.of(), look(170, 14, 14));
  }

  @Test
  void theTimeWithoutMeasurementsDoesNotCount() {
    look(0, 12, 13);

    transactions.unknown();

    assertEquals(Map.of(), look(100, 12, 13));
  }

  @Test
  void aProducerThatMayNotBeDescribedIsUnknown() {
    Admin refusing =
        (Admin)
            Proxy.newProxyInstance(
                Admin.class.getClassLoader(),
                new Class<?>[] {Admin.class},
                (proxy, method, arguments) -> {
                  throw new TopicAuthorizationException(Set.of("commands"));
                });
    Map<TopicPartition, Offsets> offsets = Map.of(PARTITION, new Offsets(0, 0, 12, 13));
    transactions.find(offsets, new TransactionOwners(refusing));
    seconds.set(60);

    Blocked blocked = transactions.find(offsets, new TransactionOwners(refusing)).get(PARTITION);

    assertTrue(blocked.detail().endsWith("producer unknown"), blocked.detail());
  }

  private Map<TopicPartition, Blocked> look(long second, long stable, long end) {
    seconds.set(second);
    return transactions.find(
        Map.of(PARTITION, new Offsets(0, 0, stable, end)),
        (partition, firstOffset) -> OptionalLong.of(4711));
  }
}
