package io.cardflow.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cardflow.history.History.CardRow;
import io.cardflow.history.History.DeadLetter;
import io.cardflow.history.History.Published;
import io.cardflow.local.Topics;
import io.cardflow.servers.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** Reads the committed records of a run's topics, and its table. */
public final class HistoryReader {

  private static final ObjectMapper JSON = new ObjectMapper();

  private HistoryReader() {}

  public static History read(String bootstrapServers, Topics topics, Database database) {
    return new History(
        published(bootstrapServers, topics.events()),
        published(bootstrapServers, topics.rejections()),
        records(bootstrapServers, topics.deadLetters()).stream()
            .map(each -> new DeadLetter(each.key(), each.value(), headers(each)))
            .toList(),
        cards(database));
  }

  /**
   * All committed records of a topic up to its present end. A commit is acknowledged before its
   * markers are written to all partitions, so its records can be invisible for a moment; this waits
   * for them.
   */
  public static List<ConsumerRecord<byte[], byte[]>> records(String servers, String topic) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", servers, "isolation.level", "read_committed");
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(each -> new TopicPartition(topic, each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Awaitility.await("no transaction is open on " + topic)
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> consumer.endOffsets(partitions).equals(written(servers, partitions)));
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  /** The ends of partitions, including open transactions. */
  private static Map<TopicPartition, Long> written(
      String servers, List<TopicPartition> partitions) {
    try (KafkaConsumer<byte[], byte[]> all =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      return all.endOffsets(partitions);
    }
  }

  /** All committed records of a topic whose values are JSON. */
  public static List<Published> published(String servers, String topic) {
    return records(servers, topic).stream()
        .map(
            each -> {
              try {
                return new Published(
                    each.partition(),
                    each.offset(),
                    new String(each.key(), StandardCharsets.UTF_8),
                    headers(each),
                    JSON.readTree(each.value()));
              } catch (IOException broken) {
                throw new UncheckedIOException(broken);
              }
            })
        .toList();
  }

  private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new LinkedHashMap<>();
    record
        .headers()
        .forEach(
            each ->
                headers.put(
                    each.key(),
                    each.value() == null
                        ? null
                        : new String(each.value(), StandardCharsets.UTF_8)));
    return headers;
  }

  private static List<CardRow> cards(Database database) {
    List<CardRow> cards = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, version, state FROM card")) {
      while (rows.next()) {
        cards.add(new CardRow(rows.getString(1), rows.getInt(2), rows.getString(3)));
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    return cards;
  }
}
