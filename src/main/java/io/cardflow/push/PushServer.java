package io.cardflow.push;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.CardflowConfig.Push.Proof;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Lets the HTTP server ask clients for certificates if the bureau uses one: Quarkus' own setting is
 * fixed when the worker is built. Clients without a certificate are still served, as callers of the
 * API are.
 */
@Singleton
class PushServer implements HttpServerOptionsCustomizer {

  private static final String SETTING = "quarkus.http.tls-configuration-name";

  private final boolean mutual;
  private final TlsConfigurationRegistry registry;
  private final Optional<String> name;

  PushServer(
      CardflowConfig config,
      TlsConfigurationRegistry registry,
      @ConfigProperty(name = SETTING) Optional<String> name) {
    CardflowConfig.Push push = config.gocards().push();
    this.mutual = push.enabled() && push.auth().filter(auth -> auth == Proof.MTLS).isPresent();
    this.registry = registry;
    this.name = name;
  }

  /**
   * Checks the settings of the server.
   *
   * @throws IllegalArgumentException naming a setting, if clients' certificates could not be
   *     checked
   */
  void check() {
    if (!mutual) {
      return;
    }
    Optional<TlsConfiguration> tls = name.flatMap(registry::get);
    if (tls.isEmpty()) {
      throw new IllegalArgumentException(
          SETTING + " must name a TLS configuration if cardflow.gocards.push.auth is mtls");
    }
    // Without one, Java's own would accept the clients of every public authority.
    if (tls.get().getTrustStoreOptions() == null) {
      throw new IllegalArgumentException(
          "quarkus.tls."
              + name.get()
              + ".trust-store must be set if cardflow.gocards.push.auth is mtls");
    }
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    if (mutual) {
      options.setClientAuth(ClientAuth.REQUEST);
    }
  }
}
