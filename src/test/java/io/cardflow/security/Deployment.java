package io.cardflow.security;

import java.util.HashMap;
import java.util.Map;

/** The settings of a worker on secured servers, as in docs/security.md. */
final class Deployment {

  private Deployment() {}

  /** All settings but those of Kafka and GO Cards; the host name is verified too. */
  static Map<String, String> postgresql(SecuredServers servers, String host, Authority trusted) {
    String server = "postgresql://%s:%d/cardflow".formatted(host, servers.databasePort());
    Map<String, String> settings = new HashMap<>();
    settings.put(
        "quarkus.datasource.jdbc.url",
        "jdbc:%s?sslmode=verify-full&sslrootcert=%s"
            .formatted(server, trusted.trustPem().toAbsolutePath()));
    settings.put("quarkus.datasource.reactive.url", server);
    settings.put("quarkus.datasource.reactive.postgresql.ssl-mode", "verify-full");
    settings.put("quarkus.datasource.reactive.hostname-verification-algorithm", "HTTPS");
    settings.put("quarkus.datasource.reactive.trust-certificate-pem", "true");
    settings.put(
        "quarkus.datasource.reactive.trust-certificate-pem.certs",
        trusted.trustPem().toAbsolutePath().toString());
    settings.put("quarkus.datasource.username", "cardflow");
    settings.put("quarkus.datasource.password", SecuredServers.databasePassword());
    return settings;
  }

  /** GO Cards over HTTPS, with a certificate of a separate authority. */
  static Map<String, String> gocards(String url, Authority trusted) {
    return Map.of(
        "cardflow.gocards.url",
        url,
        "cardflow.gocards.client-id",
        "cardflow",
        "cardflow.gocards.client-secret",
        "gocards-S3cret",
        "cardflow.gocards.organisation-id",
        "test",
        "quarkus.tls.gocards.trust-store.pem.certs",
        trusted.trustPem().toAbsolutePath().toString());
  }

  /** Kafka's settings, from those of any of its clients. A dollar sign is doubled. */
  static Map<String, String> kafka(Map<String, String> client) {
    Map<String, String> settings = new HashMap<>();
    client.forEach((name, value) -> settings.put("kafka." + name, value.replace("$", "$$")));
    return settings;
  }
}
