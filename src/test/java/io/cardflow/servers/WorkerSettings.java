package io.cardflow.servers;

import io.cardflow.local.Topics;
import io.cardflow.ops.CardflowConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A worker's settings for a test's own topics and database. */
public final class WorkerSettings {

  private WorkerSettings() {}

  /** The settings by name; the group has the name of the topic of commands. */
  public static Map<String, String> of(Servers servers, Topics topics, Database database) {
    return of(servers.bootstrapServers(), topics, database);
  }

  /** The same for a broker at this address. */
  public static Map<String, String> of(String bootstrapServers, Topics topics, Database database) {
    Map<String, String> settings = new HashMap<>();
    settings.put("kafka.bootstrap.servers", bootstrapServers);
    settings.put("quarkus.datasource.reactive.url", database.reactiveUrl());
    settings.put("quarkus.datasource.jdbc.url", database.jdbcUrl());
    settings.put("quarkus.datasource.username", database.username());
    settings.put("quarkus.datasource.password", database.password());
    settings.put("cardflow.inbox.group-id", topics.commands());
    settings.put("cardflow.topics.commands", topics.commands());
    settings.put("cardflow.topics.producer-status", topics.producerStatus());
    settings.put("cardflow.topics.events", topics.events());
    settings.put("cardflow.topics.rejections", topics.rejections());
    settings.put("cardflow.topics.dead-letters", topics.deadLetters());
    settings.put("cardflow.topics.privacy", topics.privacy());
    settings.put("cardflow.topics.audit", topics.audit());
    return settings;
  }

  /** The worker's settings, including defaults. */
  public static CardflowConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .addDefaultInterceptors()
        .withMapping(CardflowConfig.class)
        .withConverter(Duration.class, 200, new DurationConverter())
        .build()
        .getConfigMapping(CardflowConfig.class);
  }
}
