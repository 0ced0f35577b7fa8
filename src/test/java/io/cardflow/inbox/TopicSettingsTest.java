package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.Outcome;
import io.cardflow.history.HistoryChecker;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Topics with settings that the worker does not support are named, at startup and later. */
class TopicSettingsTest {

  private static final String LIMIT = "max.message.bytes";

  @Test
  void topicsOfTheLocalPlatformHaveTheRightSettings() throws Exception {
    try (Road road = new Road()) {
      BrokerCheck check = check(road);
      assertEquals(8, check.partitions());
      assertEquals(List.of(), check.warnings());
    }
  }

  @Test
  void settingsToChangeAreReportedTopicByTopic() throws Exception {
    try (Road road = new Road()) {
      Operator operator = new Operator(road);
      operator.configure(road.topics().commands(), "compression.type", "producer");
      operator.configure(road.topics().producerStatus(), LIMIT, "50000");
      operator.configure(road.topics().events(), "cleanup.policy", "compact");
      operator.configure(road.topics().deadLetters(), "cleanup.policy", "compact,delete");
      operator.configure(road.topics().deadLetters(), LIMIT, "50000");
      BrokerCheck check = check(road);
      check.partitions();

      List<String> warnings = check.warnings();
      assertEquals(5, warnings.size(), warnings.toString());
      assertTrue(warnings.get(0).startsWith(road.topics().commands() + " has compression.type="));
      assertTrue(warnings.get(1).startsWith(road.topics().producerStatus() + " has " + LIMIT));
      assertTrue(warnings.get(2).startsWith(road.topics().events() + " has cleanup.policy="));
      assertTrue(warnings.get(3).startsWith(road.topics().deadLetters() + " has " + LIMIT));
      assertTrue(warnings.get(4).startsWith(road.topics().deadLetters() + " has cleanup.policy="));
    }
  }

  @Test
  void missingTopicsAreNamed() throws Exception {
    try (Road road = new Road()) {
      TopicNames topics = TopicNames.of(road.config().topics());
      BrokerCheck check =
          new BrokerCheck(
              new KafkaClients(road.kafka(), road.config()),
              new TopicNames(
                  topics.commands(),
                  topics.producerStatus(),
                  "missing-events",
                  topics.rejections(),
                  "missing-letters",
                  topics.privacy(),
                  topics.audit()));

      Exception failure = assertThrows(IllegalStateException.class, check::partitions);

      assertEquals(
          "topics are missing: missing-events, missing-letters; create them", failure.getMessage());
    }
  }

  /** Without them only erasures wait. */
  @Test
  void missingTopicsOfErasuresAreAWarning() throws Exception {
    try (Road road = new Road()) {
      TopicNames topics = TopicNames.of(road.config().topics());
      BrokerCheck check =
          new BrokerCheck(
              new KafkaClients(road.kafka(), road.config()),
              new TopicNames(
                  topics.commands(),
                  topics.producerStatus(),
                  topics.events(),
                  topics.rejections(),
                  topics.deadLetters(),
                  "missing-privacy",
                  topics.audit()));

      check.partitions();

      assertEquals(1, check.warnings().size(), check.warnings().toString());
      assertTrue(check.warnings().get(0).startsWith("missing-privacy could not be checked: "));
    }
  }

  @Test
  void aLaneDoesNotStartIfTheLargestEventDoesNotFit() throws Exception {
    try (Road road = new Road()) {
      Operator operator = new Operator(road);
      operator.configure(road.topics().events(), LIMIT, "50000");
      road.request("T-1");
      Replica replica = road.replica();
      awaitNamed(replica, road.topics().events() + " accepts records of at most 50000 bytes");
      assertEquals(0, replica.ended());

      operator.configure(road.topics().events(), LIMIT, "1000000");
      replica.awaitEnded(1);
    }
  }

  /** The limit is lowered while the worker runs, and an event no longer fits. */
  @Test
  void anEventThatDoesNotFitIsNamedAndPublishedOnceItFits() throws Exception {
    try (Road road = new Road()) {
      Operator operator = new Operator(road);
      Replica replica = road.replica();
      road.request("T-1");
      replica.awaitEnded(1);
      operator.configure(road.topics().events(), LIMIT, "1000");
      road.command("abort-order", "T-1", "{\"reason\":\"%s\"}".formatted("r".repeat(500)));
      awaitNamed(replica, road.topics().events() + " accepts records of at most 1000 bytes, and 1");

      operator.configure(road.topics().events(), LIMIT, "1000000");
      replica.awaitEnded(2);
      assertEquals(2, replica.count(Outcome.APPLIED));
      assertEquals(List.of(), HistoryChecker.violations(road.history()));
    }
  }

  private static void awaitNamed(Replica replica, String what) {
    Awaitility.await(what)
        .atMost(Duration.ofSeconds(30))
        .until(() -> replica.status().toString(), status -> status.contains(what));
  }

  private static BrokerCheck check(Road road) {
    return new BrokerCheck(
        new KafkaClients(road.kafka(), road.config()), TopicNames.of(road.config().topics()));
  }
}
