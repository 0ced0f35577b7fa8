package io.cardflow.security;

import io.cardflow.local.DataDirectory;
import io.cardflow.local.EmbeddedBroker;
import io.cardflow.local.EmbeddedDatabase;
import io.cardflow.local.Ports;
import io.cardflow.local.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.awaitility.Awaitility;

/**
 * A secured broker and PostgreSQL: TLS everywhere, certificates only for {@code localhost}, and an
 * authorizer that allows exactly the permissions of the manifests' users.
 */
final class SecuredServers {

  /** The host name of the certificates; {@code 127.0.0.1} leads to the same servers. */
  static final String HOST = "localhost";

  static final String ANOTHER_HOST = "127.0.0.1";

  static final Topics TOPICS = Topics.of("cardflow");

  /** The worker's consumer group. */
  static final String GROUP = "cardflow";

  static final int PARTITIONS = 4;

  /** The certificate of the broker and of its administrator. */
  private static final String SUPER_USER = "broker";

  private static final Path MANIFESTS = Path.of("k8s", "kafka");

  private static SecuredServers shared;

  private final DataDirectory directory = DataDirectory.temporary("cardflow-secured-");
  private final Authority authority = new Authority(keys("trusted"));
  private final Authority stranger = new Authority(keys("stranger"));
  private final Identity server = authority.server(SUPER_USER, HOST);
  private final Map<String, Identity> certificates = new HashMap<>();
  private final Map<String, KafkaUser> users = KafkaUser.read(MANIFESTS);
  private final int scramPort = Ports.free();
  private final int mutualPort = Ports.free();
  private final EmbeddedBroker broker =
      new EmbeddedBroker(scramPort, directory.kafka(), brokerSettings());
  private final EmbeddedDatabase database =
      new EmbeddedDatabase(0, directory.postgresql(), databaseSettings());
  private final Admin admin;

  private SecuredServers() {
    database.start();
    execute("ALTER ROLE cardflow PASSWORD '%s'".formatted(databasePassword()));
    broker.start();
    Map<String, Object> superUser = new HashMap<>(superUser());
    admin = Admin.create(superUser);
    TOPICS.create(superUser, PARTITIONS);
    users.values().forEach(user -> password(user.name(), password(user.name())));
    allow(users.values().stream().flatMap(user -> user.rights().stream()).toList());
  }

  /** The servers that the tests of this package share. */
  static synchronized SecuredServers shared() {
    if (shared == null) {
      SecuredServers started = new SecuredServers();
      Runtime.getRuntime().addShutdownHook(new Thread(started::close));
      shared = started;
    }
    return shared;
  }

  /** The authority that servers and clients trust. */
  Authority authority() {
    return authority;
  }

  /** An untrusted authority. */
  Authority stranger() {
    return stranger;
  }

  /** The certificate of a server for {@link #HOST}. */
  Identity server() {
    return server;
  }

  KafkaUser user(String name) {
    return users.get(name);
  }

  /** The password of a user of Kafka. */
  static String password(String user) {
    // Contains characters with a meaning in a JAAS configuration, a setting or a list.
    return "%s-S3cret$x\"\\,=;".formatted(user);
  }

  static String databasePassword() {
    return "database-S3cret,=;";
  }

  String scramBootstrap() {
    return HOST + ":" + scramPort;
  }

  String mutualBootstrap() {
    return HOST + ":" + mutualPort;
  }

  int databasePort() {
    return database.port();
  }

  Admin admin() {
    return admin;
  }

  /** The superuser's client settings. */
  Map<String, String> superUser() {
    return SecuredClients.mutualStores(mutualBootstrap(), authority, server);
  }

  /** Client settings of a user with its own password. */
  Map<String, String> scram(String user) {
    return SecuredClients.scram(scramBootstrap(), authority, user, password(user));
  }

  /** A certificate of a user, created on first use. */
  synchronized Identity certificate(String user) {
    return certificates.computeIfAbsent(user, authority::client);
  }

  /** Sets the password of a Kafka user. */
  void password(String user, String password) {
    UserScramCredentialAlteration alteration =
        new UserScramCredentialUpsertion(
            user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password);
    done(() -> admin.alterUserScramCredentials(List.of(alteration)).all().get());
  }

  /** Grants permissions, and waits until the broker applies them. */
  void allow(Collection<AclBinding> rights) {
    done(() -> admin.createAcls(rights).all().get());
    Awaitility.await("the permissions are granted").until(() -> rights().containsAll(rights));
  }

  /** Revokes a permission, and waits until the broker applies it. */
  void deny(AclBinding right) {
    done(() -> admin.deleteAcls(List.of(right.toFilter())).all().get());
    Awaitility.await("a right is taken").until(() -> !rights().contains(right));
  }

  private Set<AclBinding> rights() {
    return new HashSet<>(done(() -> admin.describeAcls(AclBindingFilter.ANY).values().get()));
  }

  /** Executes statements as PostgreSQL's superuser. */
  void execute(String sql) {
    execute(sql, "postgres");
  }

  /** Executes statements in the worker's database as the role that owns its tables. */
  void executeAsOwner(String sql) {
    execute("SET ROLE cardflow; " + sql, EmbeddedDatabase.NAME);
  }

  private void execute(String sql, String name) {
    try (Connection connection = database.administer(name);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private Map<String, String> brokerSettings() {
    int controllerPort = Ports.free();
    Map<String, String> settings = new HashMap<>();
    settings.put(
        "listeners",
        "SCRAM://%1$s:%2$d,MUTUAL://%1$s:%3$d,%4$s://%1$s:%5$d"
            .formatted(HOST, scramPort, mutualPort, EmbeddedBroker.CONTROLLER, controllerPort));
    settings.put(
        "advertised.listeners",
        "SCRAM://%1$s:%2$d,MUTUAL://%1$s:%3$d".formatted(HOST, scramPort, mutualPort));
    settings.put(
        "listener.security.protocol.map",
        "SCRAM:SASL_SSL,MUTUAL:SSL,%s:SSL".formatted(EmbeddedBroker.CONTROLLER));
    settings.put("controller.quorum.voters", "1@%s:%d".formatted(HOST, controllerPort));
    settings.put("inter.broker.listener.name", "MUTUAL");
    settings.put("ssl.keystore.type", "PKCS12");
    settings.put("ssl.keystore.location", server.store().toString());
    settings.put("ssl.keystore.password", Authority.PASSWORD);
    settings.put("ssl.truststore.type", "PKCS12");
    settings.put("ssl.truststore.location", authority.trustStore().toString());
    settings.put("ssl.truststore.password", Authority.PASSWORD);
    settings.put("listener.name.mutual.ssl.client.auth", "required");
    settings.put("listener.name.controller.ssl.client.auth", "required");
    // Maps each user to one principal, regardless of how it authenticates.
    settings.put("ssl.principal.mapping.rules", "RULE:^CN=([^,]+).*$/$1/");
    settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
    settings.put(
        "listener.name.scram.scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    settings.put("allow.everyone.if.no.acl.found", "false");
    settings.put("super.users", "User:" + SUPER_USER);
    return settings;
  }

  private Map<String, String> databaseSettings() {
    Path access = keys("trusted").resolve("pg_hba.conf");
    try {
      // The test itself is the superuser; all others use TLS and a password.
      Files.writeString(
          access,
          """
          host    all postgres 127.0.0.1/32 trust
          host    all postgres ::1/128      trust
          hostssl all all      127.0.0.1/32 scram-sha-256
          hostssl all all      ::1/128      scram-sha-256
          """);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return Map.of(
        "hba_file", access.toString(),
        "ssl", "on",
        "ssl_cert_file", server.chainFile().toString(),
        "ssl_key_file", server.keyFile().toString());
  }

  private Path keys(String authority) {
    return directory.kafka().resolveSibling(authority);
  }

  private void close() {
    admin.close();
    broker.close();
    database.close();
    directory.close();
  }

  private interface Call<T> {
    T make() throws ExecutionException, InterruptedException;
  }

  private static <T> T done(Call<T> call) {
    try {
      return call.make();
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
