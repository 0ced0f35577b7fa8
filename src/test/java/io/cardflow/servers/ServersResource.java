package io.cardflow.servers;

import io.cardflow.local.Topics;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** Gives a {@code @QuarkusTest} topics, a group and a database of its own on the shared servers. */
public final class ServersResource implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    Servers servers = Servers.shared();
    Topics topics = servers.newTopics();
    Database database = servers.newDatabase();
    Map<String, String> settings = new HashMap<>();
    settings.put("kafka.bootstrap.servers", servers.bootstrapServers());
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
    settings.put("quarkus.http.test-port", "0");
    return settings;
  }

  @Override
  public void stop() {
    // The servers are shared; they end with the JVM.
  }
}
