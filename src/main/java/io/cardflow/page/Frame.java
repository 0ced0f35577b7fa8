package io.cardflow.page;

import io.cardflow.api.Caller;
import io.cardflow.api.OpenAccess;
import io.cardflow.api.Right;
import io.cardflow.api.SignIn;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.LanguageHeader;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Locale;

/** Renders pages for the reader of the request. */
@RequestScoped
class Frame {

  /** The cookie in which a reader's choice of the language is kept. */
  static final String LANGUAGE = "cardflow-language";

  /** The languages of the page; the first is used for readers of others. */
  static final List<String> LANGUAGES = List.of("en", "de", "sv");

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
        language());
  }

  /** Renders a page, or a part of it, in the reader's language. */
  Uni<String> render(TemplateInstance page) {
    return page.setLocale(Locale.forLanguageTag(language())).createUni();
  }

  /** Whether a script of the page asks for a part of it. */
  boolean isPart() {
    return request.request().getHeader("HX-Request") != null;
  }

  /** Removes a header that all answers have, so that the page can have another value. */
  void replaceHeader(String name) {
    request.response().headers().remove(name);
  }

  private String language() {
    Cookie chosen = request.request().getCookie(LANGUAGE);
    if (chosen != null && LANGUAGES.contains(chosen.getValue())) {
      return chosen.getValue();
    }
    for (LanguageHeader each : request.acceptableLanguages()) {
      if (LANGUAGES.contains(each.tag())) {
        return each.tag();
      }
    }
    return LANGUAGES.get(0);
  }
}
