package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.Fold;
import io.cardflow.domain.Outcome;
import io.cardflow.domain.Policy;
import io.cardflow.domain.Reminders;
import io.cardflow.history.History;
import io.cardflow.history.HistoryChecker;
import io.cardflow.store.Loaded;
import io.cardflow.wire.Encoder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An error in Cardflow that one record triggers affects only that record. */
class FaultyRecordTest {

  private static final int CARDS = 40;
  private static final String POISON = "T-7";

  /** Errors that a missing branch, an assertion, or an infinite recursion throws. */
  static List<Supplier<Throwable>> errors() {
    return List.of(
        () -> new IllegalStateException("holder alice"),
        () -> new AssertionError("holder alice"),
        StackOverflowError::new);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void theRecordBecomesADeadLetterAndTheOthersAreDecided(Supplier<Throwable> error)
      throws Exception {
    try (Road road = new Road()) {
      Replica replica = road.replica(failing(road, error, new AtomicBoolean(true)));
      requests(road);
      replica.awaitAllDone();

      History history = road.history();
      assertEquals(1, history.deadLetters().size());
      assertEquals(
          "INTERNAL_ERROR", history.deadLetters().get(0).headers().get("dead-letter-reason"));
      assertEquals(2 * (CARDS - 1), history.events().size());
      assertEquals(CARDS - 1, replica.count(Outcome.APPLIED));
      assertEquals(1, replica.internalErrors());
      assertEquals(List.of(), HistoryChecker.violations(history));
    }
  }

  /** The dead letter is in the journal, so that it is republished unchanged. */
  @Test
  void recordsInDoubtArePublishedAgainAsTheyWereDecided() throws Exception {
    AtomicBoolean cut = new AtomicBoolean(true);
    try (Road road = new Road()) {
      Supplier<Throwable> error = IllegalStateException::new;
      Replica replica =
          road.replica(
              Replica.deciding(
                  road,
                  new FaultyClients(
                      road,
                      (method, number, call) -> {
                        if (method.equals("commitTransaction") && cut.getAndSet(false)) {
                          throw new TimeoutException("not committed");
                        }
                        return call.make();
                      }),
                  decider -> new Failing(road, error, new AtomicBoolean(true))));
      road.request(POISON);
      road.sent();
      replica.awaitAllDone();

      assertEquals(1, road.history().deadLetters().size());
      assertEquals(1, replica.internalErrors(), "it was decided once");
      assertEquals(List.of(), HistoryChecker.violations(road.history()));
    }
  }

  /** After a repair the same message is decided if it is sent again. */
  @Test
  void theMessageCanBeSentAgain() throws Exception {
    AtomicBoolean fails = new AtomicBoolean(true);
    try (Road road = new Road()) {
      Replica replica = road.replica(failing(road, NullPointerException::new, fails));
      String id = road.nextId();
      request(road, id);
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> replica.count(Outcome.DEAD_LETTERED) == 1);

      fails.set(false);
      request(road, id);
      replica.awaitAllDone();

      assertEquals(1, replica.count(Outcome.APPLIED));
    }
  }

  @Test
  void aFatalErrorOfALaneEndsTheProcess() throws Exception {
    try (Road road = new Road()) {
      Replica replica = road.replica(failing(road, OutOfMemoryError::new, new AtomicBoolean(true)));
      request(road, road.nextId());

      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> replica.fatal() != null);
      assertTrue(replica.fatal() instanceof OutOfMemoryError);
      assertEquals(0, replica.internalErrors());
    }
  }

  private static void requests(Road road) {
    for (int card = 0; card < CARDS; card++) {
      road.request("T-" + card);
    }
    road.sent();
  }

  private static void request(Road road, String id) {
    road.send(
        road.topics().commands(),
        "io.cardflow.command.request-card.v1",
        id,
        POISON,
        """
        {"layoutId":"L1","delivery":{"recipient":"R","addressOne":"A 1","postalCode":"1",\
        "city":"C","countryCode":"SE"}}""");
    road.sent();
  }

  private static Replica failing(Road road, Supplier<Throwable> error, AtomicBoolean fails) {
    return Replica.deciding(
        road,
        new KafkaClients(road.kafka(), road.config()),
        decider -> new Failing(road, error, fails));
  }

  /** Fails on each batch with a message about a certain card. */
  private static final class Failing extends BatchDecider {

    private final Supplier<Throwable> error;
    private final AtomicBoolean fails;

    Failing(Road road, Supplier<Throwable> error, AtomicBoolean fails) {
      super(
          TopicNames.of(road.config().topics()),
          new Encoder(road.config().source()),
          new Policy(true, Duration.ofDays(14), true, new Reminders(List.of())));
      this.error = error;
      this.fails = fails;
    }

    @Override
    BatchResult decide(Batch batch, Fold.Known known, AssignedPartitions assigned, Loaded loaded) {
      if (fails.get() && batch.messages().stream().anyMatch(each -> each.cardId().equals(POISON))) {
        Throwable thrown = error.get();
        if (thrown instanceof Error fatal) {
          throw fatal;
        }
        throw (RuntimeException) thrown;
      }
      return super.decide(batch, known, assigned, loaded);
    }
  }
}
