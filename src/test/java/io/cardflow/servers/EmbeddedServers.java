package io.cardflow.servers;

import io.cardflow.local.DataDirectory;
import io.cardflow.local.EmbeddedBroker;
import io.cardflow.local.EmbeddedDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The local platform's servers, on free ports, in a temporary directory. */
final class EmbeddedServers extends Servers {

  private final DataDirectory directory = DataDirectory.temporary("cardflow-test-");
  private final EmbeddedBroker broker = new EmbeddedBroker(0, directory.kafka());
  private final EmbeddedDatabase database = new EmbeddedDatabase(0, directory.postgresql());

  EmbeddedServers() {
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
  public void administer(String sql) {
    try (Connection connection = database.administer("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(sql, failed);
    }
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
  public void killDatabase() {
    database.kill();
  }

  @Override
  public void startDatabase() {
    database.start();
  }

  @Override
  public boolean haveSnapshots() {
    return true;
  }

  @Override
  public Snapshot snapshotDatabase() {
    Path copy = directory.postgresql().resolveSibling("snapshot-" + unique());
    database.snapshot(copy);
    return new Snapshot(copy);
  }

  @Override
  public void restoreDatabase(Snapshot snapshot) {
    database.restore(snapshot.directory());
  }

  @Override
  public void failOverDatabase() {
    database.promote();
  }

  @Override
  public void close() {
    broker.close();
    database.close();
    directory.close();
  }
}
