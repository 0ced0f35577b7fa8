package io.cardflow.local;

import io.cardflow.api.OpenAccess;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Gives every request from the loopback address all roles, under the name {@code local}: the local
 * platform has no issuer of tokens. With OIDC switched on, tokens count there as elsewhere.
 */
@Singleton
class LocalAccess implements HttpAuthenticationMechanism, OpenAccess {

  private static final String NAME = "local";
  private static final Set<String> ROLES = Set.of("viewer", "operator", "privacy", "admin");
  private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final boolean open;

  LocalAccess(
      LocalConfig local, @ConfigProperty(name = "quarkus.oidc.tenant-enabled") boolean oidc) {
    this.open = local.enabled() && !oidc;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public int getPriority() {
    return DEFAULT_PRIORITY + 1;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identities) {
    HttpServerRequest request = context.request();
    return open && isLoopback(request.remoteAddress()) && isNamedLocally(request)
        ? Uni.createFrom().item(everything())
        : Uni.createFrom().nullItem();
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom().nullItem();
  }

  private static SecurityIdentity everything() {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(NAME))
        .addRoles(ROLES)
        .build();
  }

  private static boolean isLoopback(SocketAddress address) {
    try {
      // An address needs no look-up.
      return InetAddress.getByName(address.hostAddress()).isLoopbackAddress();
    } catch (UnknownHostException none) {
      return false;
    }
  }

  /** A page of another site whose name leads to this address does not have one of these hosts. */
  private static boolean isNamedLocally(HttpServerRequest request) {
    return request.authority() != null && HOSTS.contains(request.authority().host());
  }
}
