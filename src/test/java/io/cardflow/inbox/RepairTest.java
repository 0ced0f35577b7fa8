package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.Outcome;
import io.cardflow.history.History;
import io.cardflow.history.History.Published;
import io.cardflow.history.HistoryChecker;
import io.cardflow.servers.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each halt names its remedy, and the partition resumes after the remedy is applied. */
class RepairTest {

  private static final int CARDS = 64;
  private static final int MORE = Servers.PARTITIONS + 4;
  private static final int HALTED = 3;

  @Test
  void aRestoredDatabaseContinuesFromItsProgressAndPublishesTheSameEventsAgain() throws Exception {
    try (Road road = new Road()) {
      Operator operator = new Operator(road);
      request(road);
      operator.backup();
      abort(road);
      Map<String, String> cards = operator.cards();
      List<Published> published = road.history().events();
      operator.restore();

      Replica refusing = road.replica();
      awaitHalts(refusing, HaltReason.LOST_COMMITS, all());
      refusing.stop();
      assertEquals(published.size(), road.history().events().size(), "nothing was decided");
      for (int number = 0; number < Servers.PARTITIONS; number++) {
        operator.offset(operator.commands(number), next(operator, number));
      }
      Replica replica = road.replica();
      replica.awaitAllDone();

      assertEquals(cards, operator.cards());
      Map<String, List<Published>> byId = byId(road.history().events());
      assertEquals(published.size(), byId.size(), "no event that was not published before");
      byId.values().forEach(same -> same.forEach(each -> assertSameStep(same.get(0), each)));
      assertEquals(CARDS, replica.count(Outcome.APPLIED));
    }
  }

  @Test
  void anEmptyDatabaseDecidesAgainEverythingThatTheTopicsStillHave() throws Exception {
    try (Road road = new Road()) {
      Operator operator = new Operator(road);
      request(road);
      Map<String, String> cards = operator.cards();
      operator.empty();

      Replica refusing = road.replica();
      awaitHalts(refusing, HaltReason.NO_PROGRESS, all());
      refusing.stop();
      operator.forgetGroup();
      Replica replica = road.replica();
      replica.awaitAllDone();

      assertEquals(cards, operator.cards());
      assertEquals(2 * CARDS, byId(road.history().events()).size());
    }
  }

  @Test
  @Tag("faults")
  void aGroupThatWasSetBackContinuesWhereItWasAndPublishesNothingTwice() throws Exception {
    try (Road road = new Road()) {
      Operator operator = new Operator(road);
      request(road);
      operator.offset(operator.commands(HALTED), 1);

      Replica refusing = road.replica();
      awaitHalts(refusing, HaltReason.OFFSET_SET_BACK, only());
      refusing.stop();
      operator.offset(operator.commands(HALTED), next(operator, HALTED));
      abort(road);

      assertEquals(List.of(), HistoryChecker.violations(road.history()));
      assertEquals(3 * CARDS, road.history().events().size());
    }
  }

  @Test
  @Tag("faults")
  void eventsArePublishedAgainWhenBothStoresAreSetBack() throws Exception {
    try (Road road = new Road()) {
      Operator operator = new Operator(road);
      road.send(road.topics().commands(), "unknown", "u-1", cardOf(HALTED), "{}");
      request(road);
      History before = road.history();
      Map<String, String> cards = operator.cards();
      long decided = operator.number("SELECT count(*) FROM journal");

      operator.offset(operator.commands(HALTED), 0);
      operator.sql("UPDATE progress SET published_offset = 0" + where(HALTED));
      Replica replica = road.replica();
      replica.awaitAllDone();

      History after = road.history();
      assertEquals(cards, operator.cards());
      assertEquals(decided, operator.number("SELECT count(*) FROM journal"));
      assertEquals(2, after.rejections().size());
      assertEquals(before.events().size() + 2L * home(HALTED), after.events().size());
      byId(after.events())
          .values()
          .forEach(
              same -> {
                assertEquals(home(same.get(0).key()) == HALTED ? 2 : 1, same.size());
                assertEquals(same.get(0).headers(), same.get(same.size() - 1).headers());
                assertEquals(same.get(0).data(), same.get(same.size() - 1).data());
              });
    }
  }

  @Test
  void aPurgedTopicContinuesAfterTheGap() throws Exception {
    try (Road road = new Road()) {
      Operator operator = new Operator(road);
      request(road);
      sendAborts(road);
      operator.purge(operator.commands(HALTED), -1);

      Replica refusing = road.replica();
      awaitHalts(refusing, HaltReason.RECORDS_REMOVED, only());
      refusing.stop();
      long begin = operator.end(operator.commands(HALTED));
      operator.offset(operator.commands(HALTED), begin);
      operator.sql(
          "UPDATE progress SET next_offset = %d, published_offset = %d".formatted(begin, begin)
              + where(HALTED));
      sendAborts(road);
      Replica replica = road.replica();
      replica.awaitAllDone();

      assertEquals(List.of(), HistoryChecker.violations(road.history()));
      assertTrue(operator.cards().values().stream().allMatch("ABORTED 3"::equals));
    }
  }

  @Test
  @Tag("faults")
  void purgingConsumedRecordsIsNotAContradiction() throws Exception {
    try (Road road = new Road()) {
      Operator operator = new Operator(road);
      request(road);
      for (int number = 0; number < Servers.PARTITIONS; number++) {
        operator.purge(operator.commands(number), -1);
      }

      abort(road);

      assertEquals(List.of(), HistoryChecker.violations(road.history()));
    }
  }

  @Test
  void aRecreatedTopicContinuesFromItsBeginning() throws Exception {
    try (Road road = new Road()) {
      Operator operator = new Operator(road);
      sendTwoOfOneName(road);
      request(road);
      operator.recreateCommands();
      sendTwoOfOneName(road);

      Replica refusing = road.replica();
      awaitHalts(refusing, HaltReason.TOPIC_RECREATED, number -> true);
      refusing.stop();
      operator.sql(command("UPDATE progress SET topic_id = NULL"));
      abort(road);

      String position = "reused/%s/%d/1".formatted(road.topics().commands(), HALTED);
      assertEquals(
          List.of("rejection " + position + " occurs twice"),
          HistoryChecker.violations(road.history()),
          "its id contains the position, which both topics had");
      assertTrue(operator.cards().values().stream().allMatch("ABORTED 3"::equals));
      assertEquals(3, road.history().rejections().size(), "one, and the second of each pair");
    }
  }

  @Test
  @Tag("faults")
  void aGroupWithoutOffsetsContinuesFromTheDatabase() throws Exception {
    try (Road road = new Road()) {
      Operator operator = new Operator(road);
      request(road);
      operator.forgetGroup();

      Replica refusing = road.replica();
      awaitHalts(refusing, HaltReason.NO_OFFSET, all());
      refusing.stop();
      for (int number = 0; number < Servers.PARTITIONS; number++) {
        operator.offset(operator.commands(number), next(operator, number));
      }
      abort(road);

      assertEquals(List.of(), HistoryChecker.violations(road.history()));
    }
  }

  @Test
  void aJournalGapIsSkippedWhenTheGroupIsSetPastIt() throws Exception {
    try (Road road = new Road()) {
      Operator operator = new Operator(road);
      request(road);
      operator.offset(operator.commands(HALTED), 0);
      operator.sql("UPDATE progress SET published_offset = 0" + where(HALTED));
      operator.sql(
          "DELETE FROM journal_range WHERE log = (SELECT log FROM progress" + where(HALTED) + ")");

      Replica refusing = road.replica();
      awaitHalts(refusing, HaltReason.JOURNAL_GAP, only());
      refusing.stop();
      operator.offset(operator.commands(HALTED), next(operator, HALTED));
      abort(road);

      assertEquals(List.of(), HistoryChecker.violations(road.history()));
    }
  }

  @Test
  void addedPartitionsAreUsedOnceTheDatabaseHasTheirNumber() throws Exception {
    try (Road road = new Road()) {
      Operator operator = new Operator(road);
      request(road);
      sendAborts(road);
      operator.partitions(MORE);

      Replica refusing = road.replica();
      awaitFault(refusing, "set progress.partitions to " + MORE);
      refusing.stop();
      operator.sql("UPDATE progress SET partitions = " + MORE);
      Replica replica = road.replica();
      replica.awaitEnded(CARDS);

      assertTrue(replica.count(Outcome.FORWARDED) > 0, "some cards have moved");
      assertEquals(CARDS, replica.count(Outcome.APPLIED));
      assertEquals(List.of(), HistoryChecker.violations(road.history()));
      assertEquals(2 * MORE, operator.number("SELECT count(*) FROM progress"));
    }
  }

  /** The records were in their home partition when they were decided. */
  @Test
  void recordsInDoubtBeforePartitionsWereAddedArePublished() throws Exception {
    try (Road road = new Road()) {
      Operator operator = new Operator(road);
      Map<String, Object> kafka = road.kafka();
      // The broker has to end the open transaction, and consumers wait for that.
      kafka.put("transaction.timeout.ms", 2_000);
      Replica cut =
          road.replica(
              new FaultyClients(
                  road,
                  kafka,
                  (method, number, call) -> {
                    if (method.equals("commitTransaction")) {
                      throw new TimeoutException("no answer, and nothing was committed");
                    }
                    return call.make();
                  }));
      sendRequests(road);
      awaitDecided(operator);
      cut.stop();
      operator.partitions(MORE);
      operator.sql("UPDATE progress SET partitions = " + MORE);

      Replica replica = road.replica();
      replica.awaitEnded(CARDS);

      assertEquals(0, replica.count(Outcome.FORWARDED));
      assertEquals(List.of(), HistoryChecker.violations(road.history()));
      assertEquals(2 * CARDS, road.history().events().size());
    }
  }

  @Test
  void aRunningReplicaNoticesAddedPartitions() throws Exception {
    try (Road road = new Road().with("cardflow.inbox.batch-size", "10")) {
      Operator operator = new Operator(road);
      Map<String, Object> kafka = road.kafka();
      kafka.put("metadata.max.age.ms", 500);
      Replica replica = road.replica(new KafkaClients(kafka, road.config()));
      sendRequests(road);
      replica.awaitEnded(road.sent());

      operator.partitions(MORE);

      awaitFault(replica, "has %d partitions now and had %d".formatted(MORE, Servers.PARTITIONS));
    }
  }

  private static void request(Road road) {
    Replica replica = road.replica();
    sendRequests(road);
    replica.awaitAllDone();
    replica.stop();
  }

  private static void sendRequests(Road road) {
    for (int card = 0; card < CARDS; card++) {
      road.request("T-" + card);
    }
    road.sent();
  }

  private static void abort(Road road) {
    Replica replica = road.replica();
    sendAborts(road);
    replica.awaitAllDone();
    assertEquals(CARDS, replica.count(Outcome.APPLIED));
    replica.stop();
  }

  private static void sendAborts(Road road) {
    for (int card = 0; card < CARDS; card++) {
      road.command("abort-order", "T-" + card, "{}");
    }
    road.sent();
  }

  /** The second is journaled by its position, since the first has the message id. */
  private static void sendTwoOfOneName(Road road) {
    for (String type : List.of("unknown", "unheard-of")) {
      road.send(road.topics().commands(), type, "u-1", cardOf(HALTED), "{}");
    }
  }

  /** The command in the operators' docs that starts with this text. */
  private static String command(String start) throws IOException {
    Matcher command =
        Pattern.compile(Pattern.quote(start) + "[^\"]*")
            .matcher(Files.readString(Path.of("docs", "recovery.md")));
    assertTrue(command.find(), start);
    return command.group();
  }

  private static void awaitHalts(Replica replica, HaltReason why, Predicate<Integer> numbers) {
    Awaitility.await(why.name())
        .atMost(Duration.ofSeconds(30))
        .until(() -> !replica.status().halts().isEmpty());
    Map<Integer, Halt> halts = new TreeMap<>(replica.status().halts());
    for (int number = 0; number < Servers.PARTITIONS; number++) {
      assertEquals(numbers.test(number), halts.containsKey(number), "halted: " + halts);
      assertTrue(!numbers.test(number) || halts.get(number).reason() == why, halts.toString());
    }
  }

  private static Predicate<Integer> all() {
    return number -> home(number) > 0;
  }

  private static Predicate<Integer> only() {
    return number -> number == HALTED;
  }

  private static void awaitFault(Replica replica, String why) {
    Awaitility.await(why)
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              String fault = replica.status().fault();
              return fault != null && fault.contains(why);
            });
  }

  private static void awaitDecided(Operator operator) {
    Awaitility.await("all decided")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> operator.number("SELECT count(*) FROM journal") == CARDS);
  }

  private static long next(Operator operator, int number) {
    return operator.number("SELECT next_offset FROM progress" + where(number));
  }

  private static String where(int number) {
    return " WHERE topic = 'COMMANDS' AND partition = " + number;
  }

  private static Map<String, List<Published>> byId(List<Published> events) {
    return events.stream().collect(Collectors.groupingBy(each -> each.headers().get("ce_id")));
  }

  private static void assertSameStep(Published one, Published other) {
    for (String field : List.of("cardId", "version", "from", "to", "trigger", "cause")) {
      assertEquals(one.data().path(field), other.data().path(field), field);
    }
  }

  /** How many of the cards belong to this partition. */
  private static int home(int number) {
    int cards = 0;
    for (int card = 0; card < CARDS; card++) {
      cards += home("T-" + card) == number ? 1 : 0;
    }
    return cards;
  }

  private static String cardOf(int number) {
    int card = 0;
    while (home("T-" + card) != number) {
      card++;
    }
    return "T-" + card;
  }

  private static int home(String card) {
    return new HomePartition(Servers.PARTITIONS).of(card);
  }
}
