package io.cardflow.local;

import io.cardflow.local.gocards.Faults;
import io.cardflow.local.gocards.GoCardsSimulator;
import io.cardflow.local.gocards.SimulatorConfig;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Runs the worker with its own broker and database on the loopback address.
 *
 * <p>Its settings are {@link LocalConfig}.
 */
@QuarkusMain
public final class Local {

  private static final int PARTITIONS = 8;
  private static final String KAFKA_PORT = "cardflow.local.kafka-port";
  private static final String POSTGRES_PORT = "cardflow.local.postgres-port";
  private static final String SIMULATOR_PORT = "cardflow.simulator.port";
  private static final String HTTP_PORT = "quarkus.http.port";
  private static final String MANAGEMENT_PORT = "quarkus.management.port";

  /** The servers' loggers, referenced here because an unreferenced logger loses its level. */
  private static final List<Logger> QUIET =
      Stream.of("org.apache.kafka", "kafka", "state.change.logger", "io.zonky.test")
          .map(Logger::getLogger)
          .toList();

  Local() {}

  public static void main(String... arguments) {
    QUIET.forEach(logger -> logger.setLevel(Level.SEVERE));
    Config config = ConfigProvider.getConfig();
    LocalConfig local = Settings.of(LocalConfig.class);
    SimulatorConfig bureau = Settings.of(SimulatorConfig.class);
    requireFree(config, local, bureau);
    delayShutdown(Thread.currentThread());
    try (DataDirectory directory =
            local
                .dataDir()
                .map(DataDirectory::kept)
                .orElseGet(() -> DataDirectory.temporary("cardflow-local-"));
        EmbeddedBroker broker = new EmbeddedBroker(local.kafkaPort(), directory.kafka());
        EmbeddedDatabase database =
            new EmbeddedDatabase(local.postgresPort(), directory.postgresql())) {
      database.start();
      broker.start();
      Topics topics = topics(config);
      topics.create(broker.bootstrapServers(), PARTITIONS);
      try (GoCardsSimulator simulator =
          new GoCardsSimulator(
              bureau.settings(broker.bootstrapServers(), topics.producerStatus()))) {
        simulator.faults(Faults.of(bureau.faults()));
        simulator.start();
        settings(broker, database, bureau, simulator).forEach(Local::setUnlessSet);
        // Keep chosen ports across a live reload, like the settings derived from them.
        System.setProperty(KAFKA_PORT, Integer.toString(broker.port()));
        System.setProperty(POSTGRES_PORT, Integer.toString(database.port()));
        System.setProperty(SIMULATOR_PORT, Integer.toString(simulator.port()));
        Quarkus.run(arguments);
      }
    }
  }

  private static Map<String, String> settings(
      EmbeddedBroker broker,
      EmbeddedDatabase database,
      SimulatorConfig bureau,
      GoCardsSimulator simulator) {
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
    settings.put("quarkus.management.host", "127.0.0.1");
    // Open on the loopback address: see LocalAccess.
    settings.put("cardflow.console.enabled", "true");
    settings.put("quarkus.oidc.tenant-enabled", "false");
    settings.put("cardflow.gocards.url", simulator.url());
    settings.put("cardflow.gocards.client-id", bureau.clientId());
    settings.put("cardflow.gocards.client-secret", bureau.clientSecret());
    settings.put("cardflow.gocards.organisation-id", "local");
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
        name(config, "dead-letters", named.deadLetters()),
        name(config, "privacy", named.privacy()),
        name(config, "audit", named.audit()));
  }

  private static String name(Config config, String topic, String otherwise) {
    return config.getOptionalValue("cardflow.topics." + topic, String.class).orElse(otherwise);
  }

  /** Delays the shutdown of the process until the servers are stopped and their data deleted. */
  private static void delayShutdown(Thread main) {
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

  private static void requireFree(Config config, LocalConfig local, SimulatorConfig bureau) {
    Map<String, Integer> ports = new HashMap<>();
    ports.put(KAFKA_PORT, local.kafkaPort());
    ports.put(POSTGRES_PORT, local.postgresPort());
    ports.put(SIMULATOR_PORT, bureau.port());
    if (!local.enabled()) {
      // After a live reload this process still listens on these ports.
      ports.put(HTTP_PORT, config.getOptionalValue(HTTP_PORT, Integer.class).orElse(8080));
      ports.put(
          MANAGEMENT_PORT, config.getOptionalValue(MANAGEMENT_PORT, Integer.class).orElse(9000));
    }
    List<String> taken = Ports.taken(ports);
    if (!taken.isEmpty()) {
      System.err.println("Cardflow cannot start: " + String.join("; ", taken));
      System.exit(1);
    }
  }
}
