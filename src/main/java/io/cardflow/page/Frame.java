package io.cardflow.page;

import io.cardflow.api.Caller;
import io.cardflow.api.OpenAccess;
import io.cardflow.api.Right;
import io.cardflow.api.SignIn;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Instance;
import java.util.Locale;

/** Renders pages for the reader of the request. */
@RequestScoped
class Frame {

  private final Caller caller;
  private final RoutingContext request;
  private final SignIn signIn;
  private final boolean open;

  Frame(Caller caller, RoutingContext request, SignIn signIn, Instance<OpenAccess> platforms) {
    this.caller = caller;
    this.request = request;
    this.signIn = signIn;
    this.open = platforms.stream().anyMatch(OpenAccess::isOpen);
  }

  /** What the page has around its content. */
  Shell shell() {
    return new Shell(
        request.normalizedPath(),
        caller.id(),
        open,
        caller.has(Right.COMMAND),
        caller.has(Right.OPERATE),
        caller.has(Right.ADMIN),
        caller.has(Right.PRIVACY),
        signIn.isEnabled(),
        Language.of(request));
  }

  /** Renders a page, or a part of it, in the reader's language. */
  Uni<String> render(TemplateInstance page) {
    return page.setLocale(Locale.forLanguageTag(Language.of(request))).createUni();
  }

  /** Whether a script of the page asks for a part of it. */
  boolean isPart() {
    return request.request().getHeader("HX-Request") != null;
  }

  /** Removes a header that all answers have, so that the page can have another value. */
  void replaceHeader(String name) {
    request.response().headers().remove(name);
  }
}
