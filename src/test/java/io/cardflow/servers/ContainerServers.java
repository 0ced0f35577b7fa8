package io.cardflow.servers;

import com.github.dockerjava.api.DockerClient;
import io.cardflow.local.Ports;
import io.cardflow.local.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Kafka and PostgreSQL in containers, on fixed ports. The images can be set, for engines without
 * access to a public registry: {@code test.kafka-image} and {@code test.postgres-image}, as system
 * properties or as {@code TEST_KAFKA_IMAGE} and {@code TEST_POSTGRES_IMAGE} in the environment.
 */
final class ContainerServers extends Servers {

  /** The worker's role, which is not a superuser, and its password. */
  private static final String WORKER = "cardflow";

  private static final String ADMIN = "postgres";
  private static final Duration START = Duration.ofSeconds(60);

  private final KafkaContainer broker;
  private final PostgreSQLContainer database;

  ContainerServers() {
    broker =
        new KafkaContainer(image("test.kafka-image", "apache/kafka", "4.1.1"))
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
            .withEnv("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000");
    broker.setPortBindings(List.of(published(9092)));
    database =
        new PostgreSQLContainer(image("test.postgres-image", "postgres", "18"))
            .withUsername(ADMIN)
            .withPassword(ADMIN)
            .withDatabaseName(ADMIN);
    // The default command of Testcontainers disables fsync.
    database.setCommand(
        "postgres",
        "-c",
        "max_connections=200",
        "-c",
        "shared_buffers=256MB",
        "-c",
        "max_wal_size=2GB");
    database.setPortBindings(List.of(published(5432)));
    broker.start();
    database.start();
    administer("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(WORKER, WORKER));
  }

  private static DockerImageName image(String setting, String name, String tag) {
    return DockerImageName.parse(Settings.text(setting, name + ":" + tag))
        .asCompatibleSubstituteFor(name);
  }

  /**
   * Binds a container's port to a free one: on the loopback address, unless the engine is remote,
   * or these tests run in a container and reach the engine by its bridge.
   */
  private static String published(int port) {
    boolean here = DockerClientFactory.instance().dockerHostIpAddress().equals("localhost");
    return (here ? "127.0.0.1:" : "") + Ports.free() + ":" + port;
  }

  @Override
  public String bootstrapServers() {
    return broker.getBootstrapServers();
  }

  @Override
  public Database newDatabase() {
    String name = "t" + unique();
    administer("CREATE DATABASE %s OWNER %s".formatted(name, WORKER));
    return database(name, WORKER);
  }

  @Override
  public void stopBroker() {
    docker().stopContainerCmd(broker.getContainerId()).exec();
  }

  @Override
  public void startBroker() {
    start(broker);
    Awaitility.await("the broker answers")
        .atMost(START)
        .ignoreExceptions()
        .until(
            () -> {
              try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
                return !admin.describeCluster().nodes().get().isEmpty();
              }
            });
  }

  @Override
  public void stopDatabase() {
    docker().stopContainerCmd(database.getContainerId()).exec();
  }

  @Override
  public void killDatabase() {
    docker().killContainerCmd(database.getContainerId()).exec();
  }

  @Override
  public void startDatabase() {
    start(database);
    Awaitility.await("PostgreSQL answers")
        .atMost(START)
        .ignoreExceptions()
        .until(
            () -> {
              try (Connection connection = database(ADMIN, ADMIN).connect()) {
                return connection.isValid(5);
              }
            });
  }

  @Override
  public boolean haveSnapshots() {
    return false;
  }

  @Override
  public Snapshot snapshotDatabase() {
    throw new UnsupportedOperationException("no snapshots in containers; -Dtest.servers=embedded");
  }

  @Override
  public void restoreDatabase(Snapshot snapshot) {
    throw new UnsupportedOperationException("no snapshots in containers; -Dtest.servers=embedded");
  }

  @Override
  public void failOverDatabase() {
    throw new UnsupportedOperationException("no failover in containers; -Dtest.servers=embedded");
  }

  @Override
  public void close() {
    broker.stop();
    database.stop();
  }

  private void start(GenericContainer<?> container) {
    docker().startContainerCmd(container.getContainerId()).exec();
  }

  private DockerClient docker() {
    return database.getDockerClient();
  }

  @Override
  public void administer(String sql) {
    try (Connection connection = database(ADMIN, ADMIN).connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(sql, failed);
    }
  }

  private Database database(String name, String user) {
    return new Database(database.getHost(), database.getFirstMappedPort(), name, user, user);
  }
}
