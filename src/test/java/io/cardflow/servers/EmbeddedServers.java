package io.cardflow.servers;

import io.cardflow.local.EmbeddedBroker;
import io.cardflow.local.EmbeddedDatabase;
import io.cardflow.local.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The local platform's servers, on free ports, in a directory that is thrown away. */
final class EmbeddedServers extends Servers {

  private final Path directory;
  private final EmbeddedBroker broker;
  private final EmbeddedDatabase database;

  EmbeddedServers() {
    try {
      directory = Files.createTempDirectory("cardflow-test-");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    broker = new EmbeddedBroker(Ports.free(), directory.resolve("kafka"));
    database = new EmbeddedDatabase(Ports.free(), directory.resolve("postgresql"));
    database.start();
    broker.start();
  }

  @Override
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  @Override
  public Database newDatabase() {
    String name = "t" + unique();
    database.create(name);
    return new Database(
        "127.0.0.1", database.port(), name, EmbeddedDatabase.NAME, EmbeddedDatabase.NAME);
  }

  @Override
  public void stopBroker() {
    broker.stop();
  }

  @Override
  public void startBroker() {
    broker.start();
  }

  @Override
  public void stopDatabase() {
    database.stop();
  }

  @Override
  public void startDatabase() {
    database.start();
  }

  @Override
  public void close() {
    broker.close();
    database.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
