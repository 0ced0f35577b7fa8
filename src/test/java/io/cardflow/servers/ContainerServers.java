package io.cardflow.servers;

import io.cardflow.local.Ports;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Kafka and PostgreSQL in containers, on ports that stay. The images are settings, for engines that
 * reach no public registry: {@code cardflow.test.kafka-image} and {@code
 * cardflow.test.postgres-image}.
 */
final class ContainerServers extends Servers {

  private static final String USER = "cardflow";

  private final KafkaContainer broker;
  private final PostgreSQLContainer database;

  ContainerServers() {
    broker =
        new KafkaContainer(
                DockerImageName.parse(
                        System.getProperty("cardflow.test.kafka-image", "apache/kafka:4.1.1"))
                    .asCompatibleSubstituteFor("apache/kafka"))
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
            .withEnv("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000");
    broker.setPortBindings(List.of(Ports.free() + ":9092"));
    database =
        new PostgreSQLContainer(
                DockerImageName.parse(
                        System.getProperty("cardflow.test.postgres-image", "postgres:18"))
                    .asCompatibleSubstituteFor("postgres"))
            .withUsername(USER)
            .withPassword(USER)
            .withDatabaseName(USER);
    database.setPortBindings(List.of(Ports.free() + ":5432"));
    broker.start();
    database.start();
  }

  @Override
  public String bootstrapServers() {
    return broker.getBootstrapServers();
  }

  @Override
  public Database newDatabase() {
    String name = "t" + unique();
    Database admin = database(USER);
    try (Connection connection = admin.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException failed) {
      throw new IllegalStateException("database " + name + " cannot be made", failed);
    }
    return database(name);
  }

  @Override
  public void stopBroker() {
    broker.getDockerClient().stopContainerCmd(broker.getContainerId()).exec();
  }

  @Override
  public void startBroker() {
    broker.getDockerClient().startContainerCmd(broker.getContainerId()).exec();
  }

  @Override
  public void stopDatabase() {
    database.getDockerClient().stopContainerCmd(database.getContainerId()).exec();
  }

  @Override
  public void killDatabase() {
    database.getDockerClient().killContainerCmd(database.getContainerId()).exec();
  }

  @Override
  public void startDatabase() {
    database.getDockerClient().startContainerCmd(database.getContainerId()).exec();
  }

  @Override
  public void close() {
    broker.stop();
    database.stop();
  }

  private Database database(String name) {
    return new Database(database.getHost(), database.getFirstMappedPort(), name, USER, USER);
  }
}
