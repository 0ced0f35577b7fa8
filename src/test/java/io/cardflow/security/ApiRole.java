package io.cardflow.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** The database role of the API, with the rights that its deployment grants. */
final class ApiRole {

  private static final Path GRANTS = Path.of("k8s", "components", "api", "grants.sql");
  private static final String NAME = "cardflow_api";
  private static final String PASSWORD = "api-S3cret,=;";

  private ApiRole() {}

  /** Creates the role, and grants the rights as the owner of the tables. */
  static void create(SecuredServers servers) {
    try {
      servers.execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(NAME, PASSWORD));
      servers.executeAsOwner(Files.readString(GRANTS));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The settings of PostgreSQL for this role. */
  static Map<String, String> settings(SecuredServers servers) {
    Map<String, String> settings =
        Deployment.postgresql(servers, SecuredServers.HOST, servers.authority());
    settings.put("quarkus.datasource.username", NAME);
    settings.put("quarkus.datasource.password", PASSWORD);
    return settings;
  }

  static Connection connect(SecuredServers servers) throws SQLException {
    return DriverManager.getConnection(
        settings(servers).get("quarkus.datasource.jdbc.url"), NAME, PASSWORD);
  }
}
