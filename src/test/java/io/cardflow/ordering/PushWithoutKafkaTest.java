package io.cardflow.ordering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.ordering.BureauReport.CardReport;
import io.cardflow.ordering.BureauReport.Stage;
import io.cardflow.servers.ServersResource;
import io.cardflow.store.Cards;
import io.cardflow.store.PushedEvents;
import io.cardflow.wire.InternalMessage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.kafka.common.errors.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A push has its outcome only after Kafka has acknowledged the statuses, or failed to. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class PushWithoutKafkaTest {

  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final String ID = "CA-W-1";

  @Inject io.agroal.api.AgroalDataSource source;
  @Inject PushedEvents events;
  @Inject Cards cards;
  @Inject OrderingMeters meters;
  @Inject CardflowConfig config;

  private final PushReader reader =
      (body, cloudEvents, type) ->
          new PushedReport.OfCard(
              new CardReport(
                  ID, null, Stage.PRODUCED, Instant.EPOCH, List.of(), null, null, null, null, 0));

  @BeforeEach
  void begin() throws Exception {
    try (var connection = source.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          TRUNCATE card, order_card, order_batch, pushed_event;
          INSERT INTO card (id, version, state, since, assignments, batch_id, order_id,
            producer_card_id)
          VALUES ('W-1', 3, 'ORDERED', now(), 0, 'B-W', 'OD-W', 'CA-W-1');
          INSERT INTO order_card (card_id, batch_id, accepted, producer_card_id)
          VALUES ('W-1', 'B-W', true, 'CA-W-1')
          """);
    }
  }

  @Test
  void theOutcomeWaitsForKafka() throws Exception {
    CompletableFuture<Object> acknowledgement = new CompletableFuture<>();
    List<InternalMessage> sent = new CopyOnWriteArrayList<>();
    CompletableFuture<PushOutcome> outcome =
        take(
            messages -> {
              sent.addAll(messages);
              return Uni.createFrom().completionStage(acknowledgement);
            });

    Awaitility.await().atMost(WAIT).until(() -> sent.size() == 2);
    assertFalse(outcome.isDone());

    acknowledgement.complete(List.of());
    assertEquals(PushOutcome.APPLIED, outcome.get());
  }

  @Test
  void withoutKafkaTheEventComesAgainAndIsNotKept() throws Exception {
    assertEquals(
        PushOutcome.KAFKA_UNAVAILABLE,
        take(messages -> Uni.createFrom().failure(new TimeoutException("away"))).get());
    assertEquals(List.of(), events.claim(1).await().atMost(WAIT));
  }

  @Test
  void anOutageOfTheDatabaseIsAnotherOutcomeThanABug() throws Exception {
    PushReader away =
        (body, cloudEvents, type) -> {
          throw new PgException("away", "FATAL", "57P01", null);
        };
    PushReader bug =
        (body, cloudEvents, type) -> {
          throw new IllegalStateException("a bug");
        };

    assertEquals(PushOutcome.DATABASE_UNAVAILABLE, take(away, messages -> null).get());
    assertEquals(PushOutcome.FAILED, take(bug, messages -> null).get());
  }

  private CompletableFuture<PushOutcome> take(Function<List<InternalMessage>, Uni<?>> sender) {
    return take(reader, sender);
  }

  private CompletableFuture<PushOutcome> take(
      PushReader reader, Function<List<InternalMessage>, Uni<?>> sender) {
    MissedStatuses statuses = new MissedStatuses(events, cards, sender, "/cardflow");
    return new PushedCards(reader, events, statuses, meters, config)
        .take(new byte[0], null)
        .subscribeAsCompletionStage();
  }
}
