package io.cardflow.local;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The worker with a broker and a database of its own, on this machine alone.
 *
 * <p>Its settings are {@link LocalConfig}.
 */
@QuarkusMain
public final class Local {

  private static final int PARTITIONS = 8;

  /** The servers' loggers, held here because a logger that nobody holds forgets its level. */
  private static final List<Logger> QUIET =
      Stream.of("org.apache.kafka", "kafka", "state.change.logger", "io.zonky.test")
          .map(Logger::getLogger)
          .toList();

  Local() {}

  public static void main(String... arguments) {
    QUIET.forEach(logger -> logger.setLevel(Level.SEVERE));
    Config config = ConfigProvider.getConfig();
    LocalConfig local = settings();
    requireFree(
        Map.of(
            "cardflow.local.kafka-port",
            local.kafkaPort(),
            "cardflow.local.postgres-port",
            local.postgresPort(),
            "quarkus.http.port",
            config.getOptionalValue("quarkus.http.port", Integer.class).orElse(8080)));
    Path directory = local.dataDir().map(Path::toAbsolutePath).orElseGet(Local::temporary);
    letMeFinish(Thread.currentThread());
    try (EmbeddedBroker broker = new EmbeddedBroker(local.kafkaPort(), directory.resolve("kafka"));
        EmbeddedDatabase database =
            new EmbeddedDatabase(local.postgresPort(), directory.resolve("postgresql"))) {
      database.start();
      broker.start();
      topics(config).create(broker.bootstrapServers(), PARTITIONS);
      settings(broker, database).forEach(Local::setUnlessSet);
      Quarkus.run(arguments);
    } finally {
      if (local.dataDir().isEmpty()) {
        delete(directory);
      }
    }
  }

  private static Map<String, String> settings(EmbeddedBroker broker, EmbeddedDatabase database) {
    String server =
        "postgresql://127.0.0.1:%d/%s".formatted(database.port(), EmbeddedDatabase.NAME);
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("cardflow.local.enabled", "true");
    settings.put("kafka.bootstrap.servers", broker.bootstrapServers());
    settings.put("quarkus.datasource.reactive.url", server);
    settings.put("quarkus.datasource.jdbc.url", "jdbc:" + server);
    settings.put("quarkus.datasource.username", EmbeddedDatabase.NAME);
    settings.put("quarkus.datasource.password", EmbeddedDatabase.NAME);
    settings.put("quarkus.http.host", "127.0.0.1");
    return settings;
  }

  private static void setUnlessSet(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }

  private static Topics topics(Config config) {
    Topics named = Topics.of("cardflow");
    return new Topics(
        name(config, "commands", named.commands()),
        name(config, "producer-status", named.producerStatus()),
        name(config, "events", named.events()),
        name(config, "rejections", named.rejections()),
        name(config, "dead-letters", named.deadLetters()));
  }

  private static String name(Config config, String topic, String otherwise) {
    return config.getOptionalValue("cardflow.topics." + topic, String.class).orElse(otherwise);
  }

  /** Keeps the process, once it is told to end, until the servers are stopped and tidied up. */
  private static void letMeFinish(Thread main) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    main.join(Duration.ofSeconds(30).toMillis());
                  } catch (InterruptedException hurried) {
                    Thread.currentThread().interrupt();
                  }
                }));
  }

  private static LocalConfig settings() {
    SmallRyeConfig local =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addDefaultSources()
            .withMapping(LocalConfig.class)
            .withValidateUnknown(false)
            .build();
    return local.getConfigMapping(LocalConfig.class);
  }

  private static void requireFree(Map<String, Integer> ports) {
    List<String> taken =
        ports.entrySet().stream()
            .filter(each -> !Ports.isFree(each.getValue()))
            .map(each -> "port %d is taken; set %s".formatted(each.getValue(), each.getKey()))
            .sorted()
            .toList();
    if (!taken.isEmpty()) {
      System.err.println("Cardflow does not start: " + String.join("; ", taken));
      System.exit(1);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("cardflow-local-");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException failed) {
      System.err.println("left behind: " + directory + " (" + failed.getMessage() + ")");
    }
  }
}
