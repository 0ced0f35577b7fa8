package io.cardflow.inbox;

import io.cardflow.servers.Servers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** An operator's actions on the topics, the group and the database, intended or by mistake. */
final class Operator {

  private static final List<String> TABLES =
      List.of(
          "card",
          "card_request",
          "order_queue",
          "journal_unit",
          "journal_range",
          "inbound_log",
          "card_message",
          "card_assignment",
          "card_end",
          "delivery_end",
          "progress",
          "order_batch",
          "order_card",
          "card_expiry",
          "card_wait",
          "card_count",
          "card_flow",
          "card_alias");

  private final Road road;

  Operator(Road road) {
    this.road = road;
  }

  /** The partition of commands of this number. */
  TopicPartition commands(int number) {
    return new TopicPartition(road.topics().commands(), number);
  }

  void offset(TopicPartition partition, long offset) {
    ask(
        admin ->
            admin
                .alterConsumerGroupOffsets(
                    group(), Map.of(partition, new OffsetAndMetadata(offset)))
                .all());
  }

  void forgetOffset(TopicPartition partition) {
    ask(admin -> admin.deleteConsumerGroupOffsets(group(), Set.of(partition)).all());
  }

  void forgetGroup() {
    ask(admin -> admin.deleteConsumerGroups(List.of(group())).all());
  }

  /** The group's offset; null if it has none. */
  Long committed(TopicPartition partition) {
    OffsetAndMetadata offset =
        ask(admin -> admin.listConsumerGroupOffsets(group()).partitionsToOffsetAndMetadata())
            .get(partition);
    return offset == null ? null : offset.offset();
  }

  long end(TopicPartition partition) {
    Map<TopicPartition, ListOffsetsResultInfo> ends =
        ask(admin -> admin.listOffsets(Map.of(partition, OffsetSpec.latest())).all());
    return ends.get(partition).offset();
  }

  /** Removes the records before an offset, as retention does; -1 removes all. */
  void purge(TopicPartition partition, long before) {
    ask(
        admin ->
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before))).all());
  }

  /** Adds partitions to both inbound topics. */
  void partitions(int count) {
    ask(
        admin ->
            admin
                .createPartitions(
                    Map.of(
                        road.topics().commands(),
                        NewPartitions.increaseTo(count),
                        road.topics().producerStatus(),
                        NewPartitions.increaseTo(count)))
                .all());
  }

  /** Sets a topic's setting. */
  void configure(String topic, String setting, String value) {
    AlterConfigOp set =
        new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
    ask(
        admin ->
            admin
                .incrementalAlterConfigs(
                    Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(set)))
                .all());
  }

  /** Deletes and creates the topic of commands, which deletes the group's offsets on it. */
  void recreateCommands() {
    ask(admin -> admin.deleteTopics(List.of(road.topics().commands())).all());
    road.topics().create(road.servers().bootstrapServers(), Servers.PARTITIONS);
  }

  /** Runs a statement and returns the number of changed rows. */
  int sql(String sql) {
    try (Connection connection = road.database().connect();
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** The single number that a query returns. */
  long number(String sql) {
    try (Connection connection = road.database().connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Copies all tables in one transaction. */
  void backup() {
    keep("backup");
  }

  /** Copies all tables to a backup with a name. */
  void keep(String name) {
    sql("DROP SCHEMA IF EXISTS %1$s CASCADE; CREATE SCHEMA %1$s".formatted(name));
    try (Connection connection = road.database().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      for (String table : TABLES) {
        statement.execute("CREATE TABLE %s.%s AS TABLE public.%s".formatted(name, table, table));
      }
      connection.commit();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Restores all tables to the backup. */
  void restore() {
    for (String table : TABLES) {
      sql(copy(table, "backup"));
    }
  }

  /**
   * Restores all tables to the backup in one transaction under running replicas, like a failover to
   * a standby that lagged.
   */
  void setBack() {
    setBackTo("backup");
  }

  /** The same with the copy of a name. */
  void setBackTo(String name) {
    try (Connection connection = road.database().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      // Locks progress first as the worker does, to avoid a deadlock.
      statement.execute("LOCK TABLE progress IN ACCESS EXCLUSIVE MODE");
      for (String table : TABLES) {
        statement.execute(copy(table, name));
      }
      connection.commit();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Without the triggers, which a restore creates after the data. */
  private static String copy(String table, String backup) {
    return """
    ALTER TABLE public.%1$s DISABLE TRIGGER USER;
    TRUNCATE public.%1$s;
    INSERT INTO public.%1$s OVERRIDING SYSTEM VALUE SELECT * FROM %2$s.%1$s;
    ALTER TABLE public.%1$s ENABLE TRIGGER USER
    """
        .formatted(table, backup);
  }

  /** Empties all tables, as in a new database. */
  void empty() {
    for (String table : TABLES) {
      sql("TRUNCATE " + table);
    }
  }

  /** The stored progress of each partition. */
  Map<String, String> progress() {
    Map<String, String> progress = new HashMap<>();
    try (Connection connection = road.database().connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT topic || ' ' || partition, next_offset || ' ' || published_offset || ' '"
                    + " || epoch || ' ' || owner FROM progress")) {
      while (row.next()) {
        progress.put(row.getString(1), row.getString(2));
      }
      return progress;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Writes the marker of an aborted transaction to each partition of both inbound topics. */
  void abortedTransaction() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", road.servers().bootstrapServers());
    settings.put("transactional.id", "foreign-" + road.topics().commands());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (int number = 0; number < Servers.PARTITIONS; number++) {
        producer.send(new ProducerRecord<>(road.topics().commands(), number, null, new byte[1]));
        producer.send(
            new ProducerRecord<>(road.topics().producerStatus(), number, null, new byte[1]));
      }
      producer.flush();
      producer.abortTransaction();
    }
  }

  /** The state and the version of each card, by id. */
  Map<String, String> cards() {
    Map<String, String> cards = new HashMap<>();
    road.history()
        .cards()
        .forEach(each -> cards.put(each.id(), each.state() + " " + each.version()));
    return cards;
  }

  private interface Question<T> {
    KafkaFuture<T> ask(Admin admin);
  }

  private String group() {
    return road.config().inbox().groupId();
  }

  private <T> T ask(Question<T> question) {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", road.servers().bootstrapServers()))) {
      return question.ask(admin).get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
