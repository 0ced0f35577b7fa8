package io.cardflow.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cardflow.local.Topics;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The servers of the tests are real and durable. */
class ServersTest {

  private static Servers servers;

  @BeforeAll
  static void start() {
    servers = Servers.start();
  }

  @AfterAll
  static void close() {
    servers.close();
  }

  @Test
  void aCommittedTransactionIsReadAndAnAbortedOneIsNot() {
    Topics topics = servers.newTopics();
    send(topics.events(), "aborted", false);
    send(topics.events(), "committed", true);
    assertEquals(List.of("committed"), read(topics.events(), 1));
  }

  @Test
  void theDatabaseIsDurableAndItsRoleHasNoSpecialRights() throws SQLException {
    Database database = servers.newDatabase();
    assertEquals("on", ask(database, "SHOW fsync"));
    assertEquals("on", ask(database, "SHOW synchronous_commit"));
    assertEquals("UTF8", ask(database, "SHOW server_encoding"));
  }

  @Test
  void aBrokerStartsAgainOnItsPortWithItsRecords() {
    Topics topics = servers.newTopics();
    String before = servers.bootstrapServers();
    send(topics.events(), "first", true);
    for (String next : List.of("second", "third")) {
      servers.stopBroker();
      servers.startBroker();
      send(topics.events(), next, true);
    }
    assertEquals(before, servers.bootstrapServers());
    assertEquals(List.of("first", "second", "third"), read(topics.events(), 3));
  }

  @Test
  void aDatabaseStartsAgainOnItsPortWithItsRows() throws SQLException {
    Database database = servers.newDatabase();
    run(database, "CREATE TABLE kept AS SELECT 42 AS answer");
    servers.stopDatabase();
    assertThrows(SQLException.class, database::connect);
    servers.startDatabase();
    awaitUp(database);
    assertEquals("42", ask(database, "SELECT answer FROM kept"));
  }

  @Test
  void aKilledDatabaseRestartsWithEveryCommit() throws SQLException {
    Database database = servers.newDatabase();
    run(database, "CREATE TABLE kept AS SELECT 42 AS answer");
    try (Connection idle = database.connect()) {
      servers.killDatabase();
      servers.startDatabase();
      awaitUp(database);
      assertThrows(SQLException.class, () -> idle.createStatement().execute("SELECT 1"));
    }
    assertEquals("42", ask(database, "SELECT answer FROM kept"));
  }

  @Test
  void aRestoredDatabaseLacksCommitsAfterItsSnapshot() throws SQLException {
    Assumptions.assumeTrue(servers.haveSnapshots());
    Database database = servers.newDatabase();
    run(database, "CREATE TABLE kept AS SELECT 42 AS answer");
    Servers.Snapshot snapshot = servers.snapshotDatabase();
    for (String lost : List.of("43", "44")) {
      run(database, "UPDATE kept SET answer = " + lost);
      servers.restoreDatabase(snapshot);
      awaitUp(database);
      assertEquals("42", ask(database, "SELECT answer FROM kept"));
    }
  }

  private static void send(String topic, String value, boolean commit) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", servers.bootstrapServers(), "transactional.id", "t-" + topic),
            new StringSerializer(),
            new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(topic, 0, "card", value));
      producer.flush();
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    }
  }

  private static List<String> read(String topic, int records) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                servers.bootstrapServers(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(each -> values.add(each.value()));
                return values.size() >= records;
              });
    }
    return values;
  }

  private static void awaitUp(Database database) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> ask(database, "SELECT 1").equals("1"));
  }

  private static void run(Database database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(Database database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
