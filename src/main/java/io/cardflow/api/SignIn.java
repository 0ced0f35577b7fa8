package io.cardflow.api;

import io.cardflow.ops.CardflowConfig;
import io.quarkus.oidc.TenantResolver;
import io.quarkus.oidc.runtime.OidcUtils;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;

/**
 * Signs readers of the page in. The API takes tokens only: a cookie, which a browser adds to each
 * request, gives no access to it.
 */
@ApplicationScoped
public class SignIn implements TenantResolver {

  private static final String TENANT = "page";

  /** Without an answer, Quarkus would take the tenant of a session's cookie. */
  private static final String DEFAULT = OidcUtils.DEFAULT_TENANT_ID;

  private static final String API = "/api/";

  /** The path to which the issuer sends a reader back. */
  private static final String RETURN = "/signed-in";

  private static final String PART = "HX-Request";
  private static final String REFRESH = "HX-Refresh";

  private final boolean enabled;
  private final CurrentVertxRequest current;

  SignIn(CardflowConfig config, CurrentVertxRequest current) {
    this.enabled = config.console().signIn();
    this.current = current;
  }

  @Override
  public String resolve(RoutingContext request) {
    return isOfPage(request) ? TENANT : DEFAULT;
  }

  /** Whether readers sign in, and out. */
  public boolean isEnabled() {
    return enabled;
  }

  /**
   * Lets a reader whose session has ended sign in again.
   *
   * @return false if the request is answered otherwise
   */
  boolean renew(RoutingContext request) {
    if (!isOfPage(request) || !isRead(request) || request.normalizedPath().equals(RETURN)) {
      return false;
    }
    if (request.request().getHeader(PART) != null) {
      request.response().setStatusCode(401).putHeader(REFRESH, "true").end();
      return true;
    }
    HttpAuthenticator authenticator = request.get(HttpAuthenticator.class.getName());
    authenticator
        .sendChallenge(request)
        .subscribe()
        .with(
            sent -> {
              if (!request.response().ended()) {
                request.response().end();
              }
            },
            request::fail);
    return true;
  }

  private static boolean isRead(RoutingContext request) {
    HttpMethod method = request.request().method();
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }

  private boolean isOfPage(RoutingContext request) {
    return enabled && !request.normalizedPath().startsWith(API);
  }

  /** Sends a reader who is not signed in to the issuer; others get this answer. */
  Uni<Response> challenge(Response otherwise) {
    RoutingContext request = current.getCurrent();
    if (!isOfPage(request)) {
      return Uni.createFrom().item(otherwise);
    }
    if (request.request().getHeader(PART) != null) {
      // A script cannot follow to another host; the page is loaded again, which can.
      return Uni.createFrom()
          .item(Response.fromResponse(otherwise).header(REFRESH, "true").build());
    }
    if (!isRead(request)) {
      // The issuer would send the reader back without the form.
      return Uni.createFrom().item(otherwise);
    }
    HttpAuthenticator authenticator = request.get(HttpAuthenticator.class.getName());
    return authenticator
        .getChallenge(request)
        .map(challenge -> challenge == null ? otherwise : redirect(challenge));
  }

  private static Response redirect(ChallengeData challenge) {
    Response.ResponseBuilder response = Response.status(challenge.status);
    challenge.getHeaders().forEach((name, value) -> response.header(name.toString(), value));
    return response.build();
  }
}
