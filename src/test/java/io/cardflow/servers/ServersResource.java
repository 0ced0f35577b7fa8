package io.cardflow.servers;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Gives a {@code @QuarkusTest} its own topics, group and database on the shared servers. */
public final class ServersResource implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    Servers servers = Servers.shared();
    Map<String, String> settings =
        WorkerSettings.of(servers, servers.newTopics(), servers.newDatabase());
    settings.put("quarkus.http.test-port", "0");
    settings.put("quarkus.management.test-port", "0");
    return settings;
  }

  @Override
  public void stop() {
    // The servers are shared and end with the JVM.
  }
}
