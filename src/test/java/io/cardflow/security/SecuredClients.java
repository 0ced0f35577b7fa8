package io.cardflow.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/** Kafka client settings for each way to a secured broker. */
final class SecuredClients {

  private SecuredClients() {}

  /** Authenticates by user name and password. */
  static Map<String, String> scram(
      String bootstrap, Authority trusted, String user, String password) {
    Map<String, String> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrap);
    settings.put("security.protocol", "SASL_SSL");
    settings.put("sasl.mechanism", "SCRAM-SHA-512");
    settings.put("sasl.jaas.config", logIn(user, password));
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.location", trusted.trustPem().toString());
    return settings;
  }

  /** Authenticates by a certificate, in PKCS12 stores. */
  static Map<String, String> mutualStores(String bootstrap, Authority trusted, Identity identity) {
    Map<String, String> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrap);
    settings.put("security.protocol", "SSL");
    settings.put("ssl.keystore.type", "PKCS12");
    settings.put("ssl.keystore.location", identity.store().toString());
    settings.put("ssl.keystore.password", Authority.PASSWORD);
    settings.put("ssl.truststore.type", "PKCS12");
    settings.put("ssl.truststore.location", trusted.trustStore().toString());
    settings.put("ssl.truststore.password", Authority.PASSWORD);
    return settings;
  }

  /** Authenticates by a certificate, as PEM within the settings. */
  static Map<String, String> mutualPem(String bootstrap, Authority trusted, Identity identity) {
    Map<String, String> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrap);
    settings.put("security.protocol", "SSL");
    settings.put("ssl.keystore.type", "PEM");
    settings.put("ssl.keystore.certificate.chain", identity.chain());
    settings.put("ssl.keystore.key", identity.key());
    settings.put("ssl.truststore.type", "PEM");
    try {
      settings.put("ssl.truststore.certificates", Files.readString(trusted.trustPem()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return settings;
  }

  private static String logIn(String user, String password) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required"
        + " username=\"%s\" password=\"%s\";"
            .formatted(user, password.replace("\\", "\\\\").replace("\"", "\\\""));
  }
}
