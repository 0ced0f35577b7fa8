package io.cardflow.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.history.HistoryReader;
import io.cardflow.wire.JournaledOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Everything that a run has stored, as text, to look for what must not be there. */
final class StoredTexts {

  private final FaultRun run;

  StoredTexts(FaultRun run) {
    this.run = run;
  }

  /** All rows of all tables as text, and the stored output unpacked. */
  List<String> rows() throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = run.database().connect();
        Statement statement = connection.createStatement()) {
      for (String table : tables()) {
        try (ResultSet row = statement.executeQuery("SELECT t::text FROM " + table + " t")) {
          while (row.next()) {
            rows.add(row.getString(1));
          }
        }
      }
      try (ResultSet row = statement.executeQuery("SELECT output FROM journal_unit")) {
        while (row.next()) {
          JournaledOutput.read(row.getBytes(1))
              .values()
              .forEach(
                  each ->
                      each.forEach(
                          record -> {
                            rows.add(new String(record.value(), UTF_8));
                            record
                                .headers()
                                .forEach(header -> rows.add(new String(header.value(), UTF_8)));
                          }));
        }
      }
    }
    return rows;
  }

  private Set<String> tables() {
    return run.pairs("SELECT tablename, '' FROM pg_tables WHERE schemaname = 'public'").keySet();
  }

  /** The files of the database after its tables were rewritten; the write-ahead log is not read. */
  List<String> files() throws IOException {
    run.servers().administer("GRANT pg_read_all_settings TO cardflow");
    for (String table : tables()) {
      run.execute("VACUUM FULL " + table);
    }
    run.servers().administer("CHECKPOINT");
    Path directory =
        Path.of(
            run.ask("SHOW data_directory"),
            "base",
            run.ask("SELECT oid FROM pg_database WHERE datname = current_database()"));
    assertTrue(Files.isDirectory(directory), directory + " is on this machine");
    List<String> files = new ArrayList<>();
    try (var paths = Files.list(directory)) {
      for (Path file : paths.toList()) {
        files.add(Files.readString(file, ISO_8859_1));
      }
    }
    return files;
  }

  /** Keys, values and headers of a topic. */
  List<String> records(String topic) {
    List<String> texts = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> each :
        HistoryReader.records(run.servers().bootstrapServers(), topic)) {
      texts.add(text(each.key()));
      texts.add(text(each.value()));
      each.headers().forEach(header -> texts.add(text(header.value())));
    }
    return texts;
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, UTF_8);
  }
}
