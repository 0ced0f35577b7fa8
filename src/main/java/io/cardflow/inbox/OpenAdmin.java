package io.cardflow.inbox;

import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;

/** An admin client for a few requests, whose close does not wait for a silent broker. */
final class OpenAdmin implements AutoCloseable {

  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final Admin admin;

  OpenAdmin(KafkaClients clients) {
    this.admin = clients.admin();
  }

  Admin admin() {
    return admin;
  }

  @Override
  public void close() {
    admin.close(CLOSE);
  }
}
